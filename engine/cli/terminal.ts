import type { LogLevel } from "../telemetry/log.ts";
import { harmless } from "./harmless.ts";

/** Where a command writes: results to `out`, everything about its progress to `note`. */
export interface Terminal {
  /** Standard output; names in it cannot command the terminal. */
  out(text: string): void;
  /** Standard error, in the same way; the level is for logs. */
  note(text: string, level?: LogLevel): void;
  /** Standard error is a terminal whose last line can be rewritten. */
  readonly isInteractive: boolean;
  /** Width of that terminal in characters. */
  columns(): number;
  /** Standard output shows colours. */
  readonly hasColors: boolean;
}

/** This process's own streams. A reader that has gone (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  process.stderr.on("error", () => {});
  return {
    out: (text) => void process.stdout.write(harmless(text)),
    note: (text) => void process.stderr.write(harmless(text)),
    isInteractive: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: () => process.stderr.columns ?? 80,
    hasColors: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  };
}
