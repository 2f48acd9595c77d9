import { propertyOf, type Comparison, type Constant } from "./comparisons.ts";
import type { Filter } from "./filters.ts";

/** Pub/Sub takes no longer filter, bytes. All that is written here is ASCII. */
const MOST_BYTES = 256;
const PLAIN_NAME = /^[A-Za-z0-9_-]+$/;

/** A filter of a Pub/Sub subscription, or none where it takes everything. */
export interface PubSubFilter {
  readonly text: string | undefined;
  /** False where it takes more than the filter. */
  readonly exact: boolean;
}

/** A filter over attributes ("Filter messages from a subscription"). What it cannot say is left out, so that more passes. */
export function pubSubFilter({ anyOf, exact }: Filter): PubSubFilter {
  let all = exact;
  const alternatives = anyOf.map((comparisons) =>
    comparisons.flatMap((comparison) => {
      const said = saidOf(comparison);
      if (said === undefined || !isOfTexts(comparison)) all = false;
      return said ?? [];
    }),
  );
  if (alternatives.some((each) => each.length === 0)) return { text: undefined, exact: all };
  const joined = alternatives.map((each) => each.join(" AND "));
  const text = joined.length === 1 ? joined[0] : joined.map((each, index) => (alternatives[index]?.length === 1 ? each : `(${each})`)).join(" OR ");
  return text === undefined || text.length > MOST_BYTES ? { text: undefined, exact: false } : { text, exact: all };
}

/** Attributes are texts: a filter does not tell 2 from "2", but for the priority, which is always a number. */
function isOfTexts({ field, test }: Comparison): boolean {
  return field.of === "priority" || !("values" in test) || test.values.every((value) => typeof value === "string");
}

function saidOf({ field, test }: Comparison): string | undefined {
  const name = propertyOf(field);
  if (name === undefined) return undefined;
  const attribute = PLAIN_NAME.test(name) ? name : quoted(name);
  switch (test.is) {
    case "there":
      return `attributes:${attribute}`;
    case "prefix":
      return `hasPrefix(attributes.${attribute}, ${quoted(test.text)})`;
    case "one-of":
      return grouped(test.values.map((value) => `attributes.${attribute} = ${valueOf(value)}`), "OR");
    case "none-of":
      return grouped(test.values.map((value) => `attributes.${attribute} != ${valueOf(value)}`), "AND");
    default:
      return undefined;
  }
}

function grouped(parts: readonly string[], by: "AND" | "OR"): string {
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(` ${by} `)})`;
}

/** Attributes are texts. */
function valueOf(value: Constant): string {
  return quoted(String(value));
}

/** A text in quotes, with everything but plain ASCII escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]|[^\x20-\x7E]/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
