import type { TerminalBehaviour } from "./behaviour.ts";

/** The end of a path (rule S4): what arrives is delivered. */
export function sink(): TerminalBehaviour {
  return { role: "terminal", stores: false };
}
