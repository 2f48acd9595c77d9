import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { TerminalBehaviour } from "./behaviour.ts";

/** A queue without consumers: events that arrive here are kept, until they are redriven or too old (rule Q3). */
export function deadLetter({ retentionMs }: SettingsOf<"deadLetter">): TerminalBehaviour {
  return { role: "terminal", stores: true, ...(retentionMs === undefined ? {} : { retentionMs }) };
}
