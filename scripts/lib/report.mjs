import { stderr, stdout } from "node:process";

/** Work that lasts longer than this is announced, so that no one wonders whether it hangs. */
const QUIET_MS = 1000;
const REMINDER_MS = 15_000;

/** An expected failure of a script: its message is shown as it is, without a stack. */
export class ScriptError extends Error {}

/** Prints one line. */
export function say(line) {
  stdout.write(`${line}\n`);
}

/** Prints a line about progress, beside the results: what a command prints may be read by a program. */
function note(line) {
  stderr.write(`${line}\n`);
}

/**
 * Runs `action` and returns its result. Says nothing when it ends within a second; otherwise one
 * line when it has lasted that long, a reminder every 15 s and one when it is done.
 */
export async function step(title, action) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  let announced = false;
  const announcement = setTimeout(() => {
    announced = true;
    note(`${title} …`);
  }, QUIET_MS);
  const reminder = setInterval(() => note(`${title} … ${seconds()} s`), REMINDER_MS);
  try {
    const result = await action();
    if (announced) note(`${title}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(announcement);
    clearInterval(reminder);
  }
}

/** Ends a script: an expected failure is one clear message, anything else keeps its stack. */
export function fail(error) {
  console.error(error instanceof ScriptError ? error.message : error);
  process.exitCode = 1;
}
