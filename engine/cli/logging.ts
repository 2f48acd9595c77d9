import { AppError } from "../../design/errors.ts";
import { LOG_LEVELS, LOG_VARIABLES, logOf } from "../telemetry/log.ts";
import type { Terminal } from "./terminal.ts";

/** How commands with live processes write what happens. */
export const logArguments = {
  log: { type: "string", valueHint: "format", description: "json writes what happens as a line of JSON each on standard error, of every process; text without it" },
  "log-level": { type: "string", valueHint: "level", description: `Least that is written with --log json: ${LOG_LEVELS.join(", ")}; info without it` },
} as const;

/** Takes over how logs are wanted, for the processes that are started from here too. Throws `wrong-use`. */
export function takeLogArguments(given: { readonly log?: string; readonly "log-level"?: string }, environment: NodeJS.ProcessEnv = process.env): void {
  const { log, "log-level": level } = given;
  if (log !== undefined && log !== "json" && log !== "text") throw new AppError("wrong-use", `--log must be json or text, not "${log}".`);
  if (level !== undefined && !LOG_LEVELS.some((known) => known === level)) throw new AppError("wrong-use", `--log-level must be one of ${LOG_LEVELS.join(", ")}, not "${level}".`);
  if (log !== undefined) environment[LOG_VARIABLES.format] = log;
  if (level !== undefined) environment[LOG_VARIABLES.level] = level;
}

/** The same terminal, whose standard error gets lines of JSON where the environment asks for a log; it may do so later than this is called. */
export function loggingTerminal(terminal: Terminal, environment: NodeJS.ProcessEnv): Terminal {
  const log = (): ReturnType<typeof logOf> => logOf(environment, { process: "engine" });
  return {
    out: (text) => terminal.out(text),
    note(text, level = "info") {
      const own = log();
      if (!own) return terminal.note(text, level);
      if (text.trim() !== "") own.say(level, text.trim());
    },
    get isInteractive() {
      return terminal.isInteractive && environment[LOG_VARIABLES.format] !== "json";
    },
    columns: () => terminal.columns(),
    hasColors: terminal.hasColors,
  };
}
