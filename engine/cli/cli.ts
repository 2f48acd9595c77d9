import { stripVTControlCharacters } from "node:util";
import { defineCommand, renderUsage } from "citty";
import { AppError, isAppError, messageOf } from "../../design/errors.ts";
import { packageVersion } from "../host/package-root.ts";
import type { CliCommand } from "./command.ts";
import { checkCommand } from "./commands/check.ts";
import { diffCommand } from "./commands/diff.ts";
import { discoverCommand } from "./commands/discover.ts";
import { exportCommand } from "./commands/export.ts";
import { forecastCommand } from "./commands/forecast.ts";
import { importCommand } from "./commands/import.ts";
import { runCommand } from "./commands/run.ts";
import { serveCommand } from "./commands/serve.ts";
import { swapCommand } from "./commands/swap.ts";
import { sweepCommand } from "./commands/sweep.ts";
import { targetsCommand } from "./commands/targets.ts";
import { workerCommand } from "./commands/worker.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

const HELP = ["--help", "-h", "help"];
const VERSION = ["--version", "-v", "version"];

/**
 * Runs the command line `given` and resolves with its exit code; never rejects. What goes wrong is one clear message on
 * standard error. The stack of a bug is shown with SPILLWAY_DEBUG=1 only.
 */
export async function runCli(given: readonly string[], terminal: Terminal, environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  try {
    return await dispatch(given, terminal);
  } catch (error) {
    terminal.note(failureText(error, environment.SPILLWAY_DEBUG === "1"), "error");
    return exitCodeOf(error);
  }
}

async function dispatch(given: readonly string[], terminal: Terminal): Promise<number> {
  const commands = [runCommand, forecastCommand, sweepCommand, swapCommand, checkCommand, diffCommand, exportCommand, targetsCommand, importCommand, discoverCommand, serveCommand, workerCommand].map((make) => make(terminal));
  const show = (text: string): number => {
    terminal.out((terminal.hasColors ? text : stripVTControlCharacters(text)).replaceAll(/ +$/gm, ""));
    return 0;
  };
  const [first, ...rest] = given;
  if (first !== undefined && VERSION.includes(first)) return show(`${packageVersion()}\n`);
  if (first !== undefined && HELP.includes(first)) return show(`${await overview(commands)}\n`);
  const command = commands.find(({ name }) => name === first);
  if (!command) throw new AppError("wrong-use", unknownCommand(first, commands), { hint: "See: spillway --help" });
  if (rest.includes("--help") || rest.includes("-h")) return show(`${await command.usage()}\n`);
  return command.run(rest);
}

function unknownCommand(given: string | undefined, commands: readonly CliCommand[]): string {
  const known = commands.map(({ name }) => name).join(", ");
  return given === undefined ? `Say what to do: ${known}.` : `There is no command "${given}", but ${known}.`;
}

function overview(commands: readonly CliCommand[]): Promise<string> {
  return renderUsage(
    defineCommand({
      meta: { name: "spillway", version: packageVersion(), description: "Draw an event-driven system, run it, break it, ship it." },
      subCommands: Object.fromEntries(commands.map(({ name, description }) => [name, defineCommand({ meta: { name, description } })])),
    }),
  );
}

/** What is told of a failure: an expected one in its own words; a bug as such, with its stack for who asks for it. */
export function failureText(error: unknown, debug: boolean): string {
  if (!isAppError(error)) {
    const stack = debug && error instanceof Error ? `${error.stack ?? ""}\n` : "Set SPILLWAY_DEBUG=1 to see where.\n";
    return `This is a bug: ${messageOf(error)}\n${stack}`;
  }
  const hint = error.hint === undefined ? "" : `${error.hint}\n`;
  return `${error.message}\n${hint}${debug && error.stack !== undefined ? `${error.stack}\n` : ""}`;
}
