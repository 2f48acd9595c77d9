import type { ASTNode } from "@marcbachmann/cel-js";
import { checkingEnvironments } from "../../expressions/cel-environment.ts";

/** What a broker can look at in a message: what travels beside it, or its data. */
export type Field =
  | { readonly of: "routingKey" | "id" | "type" | "key" | "priority" }
  | { readonly of: "header"; readonly name: string }
  | { readonly of: "data"; readonly path: readonly string[] };

export type Constant = string | number | boolean;
export type Sign = "<" | "<=" | ">" | ">=";

/** What a field is held against. */
export type Test =
  | { readonly is: "one-of" | "none-of"; readonly values: readonly Constant[] }
  | { readonly is: "prefix" | "suffix"; readonly text: string }
  | { readonly is: "number"; readonly sign: Sign; readonly bound: number }
  | { readonly is: "there" };

/** One field held against constants. */
export interface Comparison {
  readonly field: Field;
  readonly test: Test;
}

/** What fields are called where they travel beside a message's data; headers go by their own names. */
const PROPERTIES = { routingKey: "routingKey", id: "eventId", type: "eventType", key: "eventKey", priority: "eventPriority" } as const;
const RESERVED: ReadonlySet<string> = new Set(Object.values(PROPERTIES));
const FLIPPED: Readonly<Record<Sign, Sign>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** Comparisons that must all hold; not exact where something else must hold as well that no comparison says. */
export interface Conjunction {
  readonly all: readonly Comparison[];
  readonly exact: boolean;
}

/** The property beside the message that a field travels in; undefined for the data, and for a header whose name is taken. */
export function propertyOf(field: Field): string | undefined {
  if (field.of === "data") return undefined;
  if (field.of !== "header") return PROPERTIES[field.of];
  return field.name === "" || RESERVED.has(field.name) ? undefined : field.name;
}

/**
 * Whether brokers can be asked for this. They compare values of one type, and know no empty property: what is to be anything but
 * a value must be there, and be a text or a number for sure.
 */
export function isSayable({ field, test }: Comparison): boolean {
  if (field.of === "data") return test.is !== "none-of";
  if (propertyOf(field) === undefined) return false;
  if (test.is === "none-of") return test.values.every((value) => typeof value === (field.of === "priority" ? "number" : "string")) && (field.of === "type" || field.of === "id" || field.of === "priority");
  return test.is !== "one-of" || !test.values.includes("");
}

/**
 * A CEL condition as comparisons that must all hold, for brokers that filter by fields: `==`, `!=`, `in`, `<` to `>=`, `startsWith`, `endsWith`, `has` and
 * `&&`. What is beyond them needs a program, and is left out.
 */
export function comparisonsIn(condition: string): Conjunction {
  try {
    return conjunction(checkingEnvironments.event.parse(condition).ast);
  } catch {
    return { all: [], exact: false };
  }
}

function conjunction(node: ASTNode): Conjunction {
  if (node.op === "value") return { all: [], exact: node.args === true };
  if (node.op === "&&") {
    const [left, right] = node.args;
    const [before, after] = [conjunction(left), conjunction(right)];
    return { all: [...before.all, ...after.all], exact: before.exact && after.exact };
  }
  const only = comparison(node);
  return only === undefined || !isSayable(only) ? { all: [], exact: false } : { all: [only], exact: true };
}

function comparison(node: ASTNode): Comparison | undefined {
  switch (node.op) {
    case "==":
    case "!=": {
      const [field, value] = sides(node.args);
      return field === undefined || value === undefined ? undefined : { field, test: { is: node.op === "==" ? "one-of" : "none-of", values: [value] } };
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const [left] = node.args;
      const [field, bound] = sides(node.args);
      if (field === undefined || typeof bound !== "number") return undefined;
      return { field, test: { is: "number", sign: fieldIn(left) === undefined ? FLIPPED[node.op] : node.op, bound } };
    }
    case "in": {
      const [left, right] = node.args;
      const field = fieldIn(left);
      const values = right.op === "list" ? right.args.map(constantIn) : [];
      return field === undefined || values.length === 0 || values.includes(undefined) ? undefined : { field, test: { is: "one-of", values: values as Constant[] } };
    }
    case "rcall": {
      const [name, on, [argument]] = node.args;
      const field = fieldIn(on);
      const text = argument === undefined ? undefined : constantIn(argument);
      if (field === undefined || typeof text !== "string" || (name !== "startsWith" && name !== "endsWith")) return undefined;
      return { field, test: { is: name === "startsWith" ? "prefix" : "suffix", text } };
    }
    case "call": {
      const [name, [argument]] = node.args;
      const field = argument === undefined ? undefined : fieldIn(argument);
      return name === "has" && field !== undefined ? { field, test: { is: "there" } } : undefined;
    }
    default:
      return undefined;
  }
}

/** A field and a constant, on whichever side each stands. */
function sides([left, right]: readonly [ASTNode, ASTNode]): [Field | undefined, Constant | undefined] {
  const field = fieldIn(left);
  return field === undefined ? [fieldIn(right), constantIn(left)] : [field, constantIn(right)];
}

function constantIn(node: ASTNode): Constant | undefined {
  if (node.op === "-_") {
    const value = constantIn(node.args);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.op !== "value") return undefined;
  const value: unknown = node.args;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function fieldIn(node: ASTNode): Field | undefined {
  const path = pathIn(node);
  const [root, first, second, ...more] = path ?? [];
  if (root !== "event" || first === undefined) return undefined;
  if (first === "data") return second === undefined ? undefined : { of: "data", path: [second, ...more] };
  if (first === "headers") return second === undefined || more.length > 0 ? undefined : { of: "header", name: second };
  return second === undefined && (first === "id" || first === "type" || first === "key" || first === "priority") ? { of: first } : undefined;
}

function pathIn(node: ASTNode): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== "." && node.op !== "[]") return undefined;
  const [on, member] = node.args;
  const before = pathIn(on);
  const name = typeof member === "string" ? member : constantIn(member);
  return before === undefined || typeof name !== "string" ? undefined : [...before, name];
}
