import type { z } from "zod";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { queueSettingsSchema } from "../kinds/queue.ts";
import { fieldOf, shapeOf } from "../kinds/schema-walk.ts";
import { documentSchema, type Design, type Json } from "./schema.ts";

type Schema = z.core.$ZodType;
type Path = readonly (string | number)[];

/** Longest leaf, such as a position, that is written on one line, in characters without its indent. */
const MAX_LEAF = 60;

/**
 * A design as the text of a file, made for Git: keys in the schema's order whatever order they were set in (then
 * unknown and `x-…` ones alphabetically; free JSON such as a payload keeps its own), one property per line, small leaf
 * objects on one. Loading the text and formatting it again gives the same text.
 */
export function formatDesign(design: Design): string {
  return `${print(design as unknown as Json, documentSchema, [])}\n`;
}

function print(value: Json | undefined, schema: Schema | null, path: Path): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = entriesOf(value, schema);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return open + close;
  const label = (key: string | number) => (typeof key === "number" ? "" : `${JSON.stringify(key)}: `);
  if (!isOpen(path) && entries.every(([, inner]) => typeof inner !== "object" || inner === null)) {
    const space = Array.isArray(value) ? "" : " ";
    const leaf = entries.map(([key, inner]) => `${label(key)}${JSON.stringify(inner)}`).join(", ");
    if (leaf.length <= MAX_LEAF) return `${open}${space}${leaf}${space}${close}`;
  }
  const indent = "  ".repeat(path.length + 1);
  const lines = entries.map(([key, inner]) => `${indent}${label(key)}${print(inner, schemaOf(value, schema, path, key), [...path, key])}`);
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(path.length)}${close}`;
}

/** Properties in their order, absent ones left out. */
function entriesOf(value: object, schema: Schema | null): [string | number, Json][] {
  if (Array.isArray(value)) return value.map((item: Json | undefined, index) => [index, item ?? null]);
  const present = Object.entries(value as Record<string, Json | undefined>).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const shape = schema === null ? null : shapeOf(schema, value);
  if (shape === null) return present;
  const rank = new Map(Object.keys(shape).map((key, index) => [key, index]));
  return present.toSorted(([left], [right]) => (rank.get(left) ?? Infinity) - (rank.get(right) ?? Infinity) || compare(left, right));
}

/** Where settings begin, the order is that of the node's kind, or of a queue's on an edge. */
function schemaOf(value: object, schema: Schema | null, path: Path, key: string | number): Schema | null {
  if (key === "settings" && path.length === 2 && path[0] === "nodes") {
    const kind = (value as Record<string, unknown>)["kind"];
    return typeof kind === "string" && isKindType(kind) ? kindOf(kind).settings : null;
  }
  if (key === "settings" && path.length === 2 && path[0] === "edges") return queueSettingsSchema;
  return schema === null ? null : fieldOf(schema, value, key);
}

/** The document, its lists, their records and a record's settings change often: always one property per line. */
function isOpen(path: Path): boolean {
  if (path[0] === "scenario") return path.length <= 3;
  if (path[0] === "view") return false;
  return path.length <= 2 || (path.length === 3 && path[2] === "settings");
}

/** By code units: the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
