import type { TerminalBehaviour } from "./behaviour.ts";

/** A queue without consumers: events that arrive here are kept (rule Q3). */
export function deadLetter(): TerminalBehaviour {
  return { role: "terminal", stores: true };
}
