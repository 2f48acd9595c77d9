import { z } from "zod";
import { AppError } from "../errors.ts";
import { fieldOf, unwrap, valueOf } from "../kinds/schema-walk.ts";
import type { Json } from "./schema.ts";

type Schema = z.core.$ZodType;

/**
 * A copy of `value` with what lies at `path` set, or removed when it is undefined; what is not on the path is shared.
 * Missing parents are made. One that would not stand with a single property (a list, or one of several shapes told
 * apart by a word, such as a distribution) begins as its default. Throws an AppError `wrong-use` for a path that cannot be.
 */
export function setIn(value: Json | undefined, path: readonly (string | number)[], to: Json | undefined, schema: Schema | null): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (key === "__proto__") throw new AppError("wrong-use", 'There is no setting "__proto__".');
  const container = typeof value === "object" && value !== null ? value : beginning(schema, key);
  const inner = setIn(childOf(container, key), rest, to, schema === null ? null : fieldOf(schema, container, key));
  if (Array.isArray(container)) return setInList(container, key, inner);
  const copy = { ...container, ...(inner === undefined ? {} : { [key]: inner }) };
  if (inner === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}

function setInList(list: readonly Json[], key: string | number, inner: Json | undefined): Json {
  if (typeof key !== "number" || !Number.isInteger(key) || key < 0 || key > list.length)
    throw new AppError("wrong-use", `A list of ${list.length} has no place ${key}.`);
  return inner === undefined ? list.toSpliced(key, 1) : list.toSpliced(key, 1, inner);
}

function beginning(schema: Schema | null, key: string | number): Json[] | Record<string, Json> {
  const inner = schema === null ? null : unwrap(schema);
  if (schema !== null && (inner instanceof z.ZodUnion || inner instanceof z.ZodArray)) {
    const parsed = z.safeParse(schema, undefined);
    if (parsed.success && typeof parsed.data === "object" && parsed.data !== null) return parsed.data as Json[] | Record<string, Json>;
  }
  return typeof key === "number" ? [] : {};
}

function childOf(container: object, key: string | number): Json | undefined {
  return valueOf(container, key) as Json | undefined;
}
