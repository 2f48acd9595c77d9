import type { Json } from "./schema.ts";

/** Tells whether a property is somebody else's extension, which is kept untouched and never interpreted. */
export function isExtension(property: string): boolean {
  return property.startsWith("x-");
}

/** A deep copy of a JSON value without its `x-…` properties, for validating what we do interpret. */
export function withoutExtensions<Value extends Json | undefined>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => withoutExtensions(item)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([property]) => !isExtension(property))
      .map(([property, inner]) => [property, withoutExtensions(inner)]),
  ) as Value;
}
