import { z } from "zod";
import type { FieldMeta } from "./fields.ts";

type Schema = z.core.$ZodType;
type Path = readonly (string | number)[];

/** A schema without its defaults, `optional` and `nullable` around it. */
export function unwrap(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodPrefault)
    inner = inner.unwrap();
  return inner;
}

/** Title, help, unit and editor of a field, wherever around or under its default they were given. */
export function metaOf(schema: Schema): Partial<FieldMeta> {
  const own = z.globalRegistry.get(schema);
  if (own !== undefined) return own as Partial<FieldMeta>;
  const inner = unwrap(schema);
  return inner === schema ? {} : ((z.globalRegistry.get(inner) ?? {}) as Partial<FieldMeta>);
}

/** The properties that an object of a schema may have, in their order; of a union, those of the option that `value` is. */
export function shapeOf(schema: Schema, value: unknown): Readonly<Record<string, Schema>> | null {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape as Readonly<Record<string, Schema>>;
  const option = inner instanceof z.ZodUnion ? optionOf(inner, value) : null;
  return option === null ? null : shapeOf(option, value);
}

/** The schema of one property or entry of a value; null where the schema does not know it or takes any JSON. */
export function fieldOf(schema: Schema, value: unknown, key: string | number): Schema | null {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodUnion) {
    const option = optionOf(inner, value);
    return option === null ? null : fieldOf(option, value, key);
  }
  const shape = shapeOf(inner, value);
  return shape !== null && Object.hasOwn(shape, key) ? (shape[key] ?? null) : null;
}

/** One step into a value: a property's own, or undefined. */
export function valueOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
}

/** The schemas along a path into a value, one for each step; null from where the schema ends. */
export function fieldsAlong(schema: Schema, value: unknown, path: Path): (Schema | null)[] {
  let field: Schema | null = schema;
  let current = value;
  return path.map((key) => {
    field = field === null ? null : fieldOf(field, current, key);
    current = valueOf(current, key);
    return field;
  });
}

/** Calls `visit` for every part of a value that the schema describes, the whole first, parents before children. */
export function walk(schema: Schema, value: unknown, visit: (schema: Schema, value: unknown, path: Path) => void, path: Path = []): void {
  visit(schema, value, path);
  if (typeof value !== "object" || value === null) return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    const field = fieldOf(schema, value, key);
    if (field !== null) walk(field, valueOf(value, key), visit, [...path, key]);
  }
}

function optionOf(union: z.ZodUnion, value: unknown): Schema | null {
  const options = union.options as readonly Schema[];
  const fitting = options.filter((option) => couldBe(option, value));
  return fitting.find((option) => z.safeParse(option, value).success) ?? fitting[0] ?? null;
}

/** Tells an option of a union by its JSON type and, for objects, by its fixed words (`distribution: "uniform"`). */
function couldBe(option: Schema, value: unknown): boolean {
  const inner = unwrap(option);
  if (inner instanceof z.ZodArray) return Array.isArray(value);
  if (!(inner instanceof z.ZodObject)) return z.safeParse(inner, value).success;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(inner.shape as Record<string, Schema>).every(
    ([key, field]) => !(field instanceof z.ZodLiteral) || field.values.has(valueOf(value, key) as never),
  );
}
