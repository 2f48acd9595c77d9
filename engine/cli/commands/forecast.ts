import { createForecast } from "../../forecast/coarse/create-forecast.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { execute } from "../execute.ts";
import { eachStandsForArgument, executionArguments, parseEachStandsFor, parseExecution, refuseEndlessExecution, refuseUnwritableResults } from "../execution-options.ts";
import { withJunit } from "../junit/write-junit.ts";
import { readRunnableDesign } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway forecast FILE`: the design in virtual time, as fast as the machine can. */
export function forecastCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "forecast",
    description: "Compute in virtual time what a design would do",
    args: { ...executionArguments, "each-stands-for": eachStandsForArgument },
    async run(args) {
      const options = { ...parseExecution(args), eachStandsFor: parseEachStandsFor(args["each-stands-for"]) };
      await refuseUnwritableResults(args);
      return withJunit(args.junit, args.file, terminal, async (found) => {
        const design = await readRunnableDesign(args.file, terminal);
        refuseEndlessExecution(design, options.forMs);
        return execute({ ...options, mode: "forecast", design, found }, createForecast, terminal);
      });
    },
  });
}
