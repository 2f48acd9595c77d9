import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { checkFile, counted, problemLines, type CheckedFile } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway check FILE`: everything that is wrong with a design, at once. */
export function checkCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "check",
    description: "Say everything that is wrong with a design",
    args: {
      file: { type: "positional", description: "Design to check (*.spillway.json)", required: true },
      json: { type: "boolean", description: "Write the problems as JSON" },
    },
    async run({ file, json }) {
      const checked = await checkFile(file);
      const isSound = checked.error === null && !checked.problems.some((problem) => problem.severity === "error");
      terminal.out(json ? asJson(file, isSound, checked) : asText(file, checked));
      return isSound ? EXIT.done : EXIT.failed;
    },
  });
}

function asJson(file: string, ok: boolean, { error, problems }: CheckedFile): string {
  const failure = error === null ? {} : { error: { code: error.code, message: error.message } };
  return `${JSON.stringify({ file, ok, ...failure, problems }, null, 2)}\n`;
}

function asText(file: string, { design, error, problems }: CheckedFile): string {
  if (error) return `${problems.length > 1 ? problemLines(problems) : ""}${file}: ${error.message}\n`;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const verdict = problems.length === 0 ? "no problems" : `${counted(errors, "error")}, ${counted(problems.length - errors, "warning")}`;
  return `${problemLines(problems)}${file}: ${verdict} in ${counted(design.nodes.length, "node")} and ${counted(design.edges.length, "edge")}.\n`;
}
