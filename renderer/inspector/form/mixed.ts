import { sameJson } from "../../../design/document/same-json.ts";
import type { Field } from "./field-model.ts";
import { valueAt, type Path } from "./values.ts";

/** Stands in a field for values that differ. */
export const MIXED = "mixed";

/** Settings of one of several things that are edited together. */
export interface FormValues {
  /** As they are written, without defaults. */
  readonly written: unknown;
  /** As they hold, defaults filled in. */
  readonly effective: unknown;
}

/**
 * Whether a field says different things in several settings. An object is mixed only in what decides which fields it has:
 * whether it is there, or its word; the fields in it answer for themselves.
 */
export function isMixed(field: Field, path: Path, all: readonly FormValues[]): boolean {
  const [first, ...others] = all.map((values) => signOf(field, path, values));
  return others.some((other) => !sameJson(first, other));
}

/** What a field is compared by. */
function signOf(field: Field, path: Path, { written, effective }: FormValues): unknown {
  const value = valueAt(written, path) ?? valueAt(effective, path) ?? field.defaultValue;
  switch (field.type) {
    case "group":
      return value !== undefined;
    case "variants":
      return valueAt(value, [field.discriminator]);
    case "either":
      return value === undefined ? "none" : Array.isArray(value);
    default:
      return value ?? null;
  }
}
