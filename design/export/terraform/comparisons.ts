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

const FLIPPED: Readonly<Record<Sign, Sign>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/**
 * A CEL condition as comparisons that must all hold, for brokers that filter by fields: `==`, `!=`, `in`, `<` to `>=`, `startsWith`, `endsWith`, `has` and
 * `&&`. Undefined for anything beyond: such a condition needs a program.
 */
export function comparisonsIn(condition: string): readonly Comparison[] | undefined {
  try {
    return conjunction(checkingEnvironments.event.parse(condition).ast);
  } catch {
    return undefined;
  }
}

function conjunction(node: ASTNode): readonly Comparison[] | undefined {
  if (node.op === "value") return node.args === true ? [] : undefined;
  if (node.op === "&&") {
    const [left, right] = node.args.map(conjunction);
    return left === undefined || right === undefined ? undefined : [...left, ...right];
  }
  const only = comparison(node);
  return only === undefined ? undefined : [only];
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
