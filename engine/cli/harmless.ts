const ESCAPE = "\u001B";
/** Line ends, tabs, colours; at the very start also what rewrites a progress line: all that this tool itself asks of a terminal. */
const OWN = `^\\r${ESCAPE}\\[2K|${ESCAPE}\\[[\\d;]*m|\\r\\n|[\\n\\t]`;
/** Control characters (C0 and C1), and those that turn the direction of text. */
const CONTROL = "[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]";
const HAS_CONTROL = new RegExp(CONTROL, "u");
const EITHER = new RegExp(`(${OWN})|${CONTROL}`, "gu");

/**
 * A text as a terminal may show it: names in a design may come from a stranger, and control characters in them could rename windows, hide lines or make
 * links. Those are shown as �.
 */
export function harmless(text: string): string {
  if (!HAS_CONTROL.test(text)) return text;
  return text.replaceAll(EITHER, (_all, own: string | undefined) => own ?? "\uFFFD");
}
