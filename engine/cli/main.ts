import { runCli } from "./cli.ts";
import { processTerminal } from "./terminal.ts";

/** How long something left behind may keep a finished command from ending, ms. */
const LINGER_MS = 2000;

process.exitCode = await runCli(process.argv.slice(2), processTerminal());
// Not at once: what was written to a pipe must still arrive.
setTimeout(() => process.exit(), LINGER_MS).unref();
