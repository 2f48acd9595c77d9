import { z } from "zod";
import { targets } from "../../../design/export/registry.ts";
import type { ExportTarget } from "../../../design/export/target.ts";
import { metaOf, unwrap } from "../../../design/kinds/schema-walk.ts";
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
  const defaults = options.parse({}) as Readonly<Record<string, string | number | boolean | undefined>>;
  const lines = Object.entries(options.shape).map(([option, schema]) => `    --option ${option}=${valuesOf(schema)}  ${metaOf(schema).help ?? ""} ${whereUnsaid(defaults[option])}\n`);
  return `${name}\n    ${title}: ${summary}\n${lines.join("")}`;
}

/** The words that an option may be, else its unit or an ellipsis. */
function valuesOf(schema: z.core.$ZodType): string {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodEnum) return inner.options.join("|");
  if (inner instanceof z.ZodBoolean) return "true|false";
  return metaOf(schema).unit ?? "…";
}

function whereUnsaid(value: string | number | boolean | undefined): string {
  return value === undefined || value === "" ? "Nothing where it is left out." : `${String(value)} where it is left out.`;
}
