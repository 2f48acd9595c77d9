import { isAppError } from "../../design/errors.ts";

/** What is shown for an expected failure: its message and its hint (unless that is a log), on one line. A bug is called one. */
export function userMessage(error: unknown): string {
  if (!isAppError(error)) return "Something went wrong in the engine; this is a bug. Your design is safe.";
  return error.hint === undefined || error.hint.includes("\n") ? error.message : `${error.message} ${error.hint}`;
}
