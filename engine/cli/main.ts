import { hasSecret } from "../redis/redis-address.ts";
import { failureText, runCli } from "./cli.ts";
import { EXIT } from "./exit-codes.ts";
import { loggingTerminal } from "./logging.ts";
import { processTerminal } from "./terminal.ts";

/** How long something left behind may keep a finished command from ending, ms. */
const LINGER_MS = 2000;

const terminal = loggingTerminal(processTerminal(), process.env);
// A list of processes shows what they were started with, to everybody on the machine.
if (process.argv.some((argument) => hasSecret(argument.replace(/^--redis=/, "")))) process.title = `spillway ${process.argv[2] ?? ""}`;

process.on("uncaughtException", (error) => {
  terminal.note(failureText(error, process.env.SPILLWAY_DEBUG === "1"), "error");
  process.exit(EXIT.engine);
});
process.exitCode = await runCli(process.argv.slice(2), terminal);
// Not at once: what was written to a pipe must still arrive.
setTimeout(() => process.exit(), LINGER_MS).unref();
