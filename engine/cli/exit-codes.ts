import { isAppError, type ErrorCode } from "../../design/errors.ts";

/** How a command ends. */
export const EXIT = {
  done: 0,
  /** The design has problems, an SLO failed, an experiment failed or did not end as its hypothesis says, or the ledger does not close. */
  failed: 1,
  wrongUse: 2,
  /** The engine failed. */
  engine: 3,
  /** Ended at once by a second Ctrl+C, as shells count it. */
  interrupted: 130,
} as const;

const codes: Record<ErrorCode, number> = {
  "design-unreadable": EXIT.failed,
  "design-invalid": EXIT.failed,
  "design-too-large": EXIT.failed,
  "design-future-version": EXIT.failed,
  "design-has-problems": EXIT.failed,
  "wrong-use": EXIT.wrongUse,
  "file-not-found": EXIT.wrongUse,
  "import-refused": EXIT.failed,
  "trace-refused": EXIT.wrongUse,
  "webhook-not-approved": EXIT.wrongUse,
  "file-not-writable": EXIT.wrongUse,
  "port-in-use": EXIT.wrongUse,
  unauthorized: EXIT.wrongUse,
  "message-too-large": EXIT.wrongUse,
  "run-active": EXIT.engine,
  "no-run": EXIT.engine,
  "disk-full": EXIT.engine,
  "redis-missing": EXIT.engine,
  "redis-too-old": EXIT.engine,
  "redis-refused": EXIT.engine,
  "redis-evicts": EXIT.engine,
  "redis-lost": EXIT.engine,
  "data-folder-in-use": EXIT.engine,
  "engine-lost": EXIT.engine,
  internal: EXIT.engine,
};

/** The exit code of a failure; a bug is the engine's. */
export function exitCodeOf(error: unknown): number {
  return isAppError(error) ? codes[error.code] : EXIT.engine;
}
