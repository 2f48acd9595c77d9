import { createForecastExecutor } from "../../forecast/forecast-executor.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { execute } from "../execute.ts";
import { executionArguments, parseExecution, refuseEndlessExecution, refuseUnwritableResults } from "../execution-options.ts";
import { withJunit } from "../junit/write-junit.ts";
import { readRunnableDesign } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway forecast FILE`: the design in virtual time, as fast as the machine can. */
export function forecastCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "forecast",
    description: "Compute in virtual time what a design would do",
    args: executionArguments,
    async run(args) {
      const options = parseExecution(args);
      await refuseUnwritableResults(args);
      return withJunit(args.junit, args.file, terminal, async (found) => {
        const design = await readRunnableDesign(args.file, terminal);
        refuseEndlessExecution(design, options.forMs);
        return execute({ ...options, mode: "forecast", design, found }, createForecastExecutor, terminal);
      });
    },
  });
}
