import { targets } from "../../../design/export/registry.ts";
import type { ExportTarget } from "../../../design/export/target.ts";
import { metaOf } from "../../../design/kinds/schema-walk.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway targets`: what designs can be exported to, with the options of each. */
export function targetsCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "targets",
    description: "List what designs can be exported to",
    args: {},
    async run() {
      terminal.out(Object.entries(targets as Record<string, ExportTarget>).map(([name, target]) => describe(name, target)).join(""));
      return EXIT.done;
    },
  });
}

function describe(name: string, { title, summary, options }: ExportTarget): string {
  const lines = Object.entries(options.shape).map(([option, schema]) => `    --option ${option}=…  ${metaOf(schema).help ?? ""}\n`);
  return `${name}\n    ${title}: ${summary}\n${lines.join("")}`;
}
