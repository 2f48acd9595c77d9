import type { z } from "zod";
import { fieldOf, shapeOf } from "../kinds/schema-walk.ts";
import type { Json } from "./schema.ts";

/** Tells whether a property is somebody else's extension, which is kept untouched and never interpreted. */
export function isExtension(property: string): boolean {
  return property.startsWith("x-");
}

/**
 * A JSON value without its `x-…` properties, for validating what we do interpret. Given the value's schema, only where
 * that names the properties: a header `x-request-id` in free JSON, such as a payload, is data and stays.
 */
export function withoutExtensions<Value extends Json | undefined>(value: Value, schema?: z.core.$ZodType): Value {
  return strip(value, schema ?? "all") as Value;
}

function strip(value: Json | undefined, schema: z.core.$ZodType | "all"): Json | undefined {
  if (typeof value !== "object" || value === null) return value;
  const inside = (key: string | number): z.core.$ZodType | "all" | null => (schema === "all" ? "all" : fieldOf(schema, value, key));
  const stripped = (inner: Json, key: string | number): Json => {
    const field = inside(key);
    return field === null ? inner : (strip(inner, field) as Json);
  };
  if (Array.isArray(value)) return value.map((item, index) => stripped(item, index));
  const named = schema === "all" || shapeOf(schema, value) !== null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([property]) => !named || !isExtension(property))
      .map(([property, inner]) => [property, stripped(inner, property)]),
  );
}
