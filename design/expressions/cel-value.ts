import type { Json } from "../document/schema.ts";

export type JsonResult = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

const MAX_DEPTH = 100;
const MAX_VALUES = 1_000_000;

/** Thrown and caught within this file: the conversion ends at the first value that has no JSON. */
class NotJson extends Error {}

/**
 * A CEL value as JSON. Parts that are JSON already are not copied. Refuses, with the end of a sentence, numbers that
 * JSON cannot hold exactly, values that are nested over 100 deep, and more than a million of them (small expressions
 * can name the same list many times over).
 */
export function toJson(value: unknown): JsonResult {
  let left = MAX_VALUES;

  function convert(part: unknown, depth: number): Json {
    left -= 1;
    if (left < 0) throw new NotJson("makes too many values");
    if (depth > MAX_DEPTH) throw new NotJson("is nested too deeply");
    switch (typeof part) {
      case "string":
      case "boolean":
        return part;
      case "number":
        if (!Number.isFinite(part)) throw new NotJson("is not a finite number");
        return part;
      case "bigint":
        return exact(part);
      case "object":
        return part === null ? null : convertObject(part, depth);
      default:
        throw new NotJson("is not a value that an event can carry");
    }
  }

  function convertObject(part: object, depth: number): Json {
    if (Array.isArray(part)) {
      const items = part.map((item: unknown) => convert(item, depth + 1));
      return items.every((item, index) => item === part[index]) ? part : items;
    }
    if (part instanceof Map || isPlain(part)) {
      const before: [unknown, unknown][] = part instanceof Map ? [...part] : Object.entries(part);
      const after = before.map(([key, inner]): [string, Json] => [String(key), convert(inner, depth + 1)]);
      const same = !(part instanceof Map) && after.every(([, inner], index) => inner === before[index]?.[1]);
      return same ? (part as Json) : Object.fromEntries(after);
    }
    if (part instanceof Set) return convertObject([...part], depth);
    if (part instanceof Date) return part.toISOString();
    if (Object.prototype.toString.call(part) === "[object google.protobuf.Duration]") return (part as { toString(this: object): string }).toString();
    const primitive: unknown = part.valueOf();
    if (typeof primitive === "bigint") return exact(primitive);
    throw new NotJson("is not a value that an event can carry");
  }

  try {
    return { ok: true, value: convert(value, 0) };
  } catch (error) {
    if (error instanceof NotJson || error instanceof RangeError) return { ok: false, reason: error.message };
    throw error;
  }
}

function exact(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new NotJson("is a whole number beyond 2^53, which JSON cannot hold exactly");
  return number;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
