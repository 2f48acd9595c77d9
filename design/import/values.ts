import type { Json } from "../document/schema.ts";

/** Reads of a document whose shape nobody has checked: what is not of the type asked for is as if it were not there. */

export type JsonRecord = Readonly<Record<string, Json>>;

/** A value as an object; undefined for anything else, lists too. */
export function recordIn(value: unknown): JsonRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** An object's own property; undefined where there is none. */
export function valueIn(value: unknown, property: string): Json | undefined {
  const record = recordIn(value);
  return record !== undefined && Object.hasOwn(record, property) ? record[property] : undefined;
}

/** An object's properties; none of anything else. */
export function entriesIn(value: unknown): [string, Json][] {
  return Object.entries(recordIn(value) ?? {});
}

/** A list's items; none of anything else. */
export function listIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** A text that is not empty. */
export function textIn(value: unknown, property: string): string | undefined {
  const text = valueIn(value, property);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A finite number, also where it is written as a text. */
export function numberIn(value: unknown, property: string): number | undefined {
  const found = valueIn(value, property);
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A JSON pointer (RFC 6901) to a place in a document: `/channels/orders~1paid`. */
export function pointerTo(...path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A value for a sentence: JSON, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
