/** Every way in which Spillway refuses or fails as expected. Screens and exit codes are chosen by these. */
export type ErrorCode =
  | "design-unreadable"
  | "design-invalid"
  | "design-too-large"
  | "design-future-version"
  | "design-has-problems"
  | "wrong-use"
  | "file-not-found"
  | "import-refused"
  | "trace-refused"
  | "webhook-not-approved"
  | "file-not-writable"
  | "disk-full"
  | "redis-missing"
  | "redis-too-old"
  | "redis-refused"
  | "redis-evicts"
  | "redis-lost"
  | "port-in-use"
  | "data-folder-in-use"
  | "engine-lost"
  | "run-active"
  | "no-run"
  | "unauthorized"
  | "message-too-large"
  | "internal";

export interface AppErrorOptions {
  /** A second line for the user: a command to run, a setting to change. */
  hint?: string;
  /** What was caught, for the log; never shown. */
  cause?: unknown;
}

/** An expected failure. Its message says what happened and what to do, in words for the user. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** True for an expected failure; anything else that was caught is a bug. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** The text of whatever was thrown, never empty. An AppError's hint is not part of it. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  const text = typeof error === "string" ? error : String(error);
  return text === "" ? "Unknown error" : text;
}
