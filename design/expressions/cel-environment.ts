import { Environment, type ASTNode } from "@marcbachmann/cel-js";
import { compileLinearPattern } from "./linear-pattern.ts";

/** How much one expression may do: bounds the time of one evaluation, since a design may come from a stranger. */
const MAX_MACROS = 4;
const MAX_NESTED_MACROS = 2;
const MACROS = new Set(["all", "exists", "exists_one", "map", "filter", "bind"]);
const MAX_REMEMBERED_PATTERNS = 200;

const LIST_FUNCTIONS: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  sum: (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  min: (numbers) => numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY),
  max: (numbers) => numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY),
  avg: (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
};

/** The numbers in a list. Throws when one of its items is none. */
function numbersOf(list: unknown): number[] {
  return (Array.isArray(list) ? (list as unknown[]) : [...(list as Iterable<unknown>)]).map((item) => {
    if (typeof item !== "number" && typeof item !== "bigint") throw new TypeError("a list of numbers is needed");
    return Number(item);
  });
}

const patterns = new Map<string, (text: string) => boolean>();

/**
 * The language: CEL, over one variable `event` (or `events` and `key`). Three things differ from the library's own:
 * - numbers mix, since every number in JSON is a double to CEL: `event.data.total * 2` works, `%` on fractions too
 * - lists have `sum`, `min`, `max` as in Kubernetes' list library, and `avg`
 * - `matches` takes linear time (see {@link compileLinearPattern}), as CEL's definition demands
 */
function newEnvironment(): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits: { maxAstNodes: 2000, maxDepth: 100 } });
  const arithmetic: Record<string, (left: number, right: number) => number> = {
    "+": (left, right) => left + right,
    "-": (left, right) => left - right,
    "*": (left, right) => left * right,
    "/": (left, right) => left / right,
    "%": (left, right) => left % right,
  };
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const handler = (left: number | bigint, right: number | bigint) => apply(Number(left), Number(right));
    environment.registerOperator(`double ${operator} int`, handler);
    environment.registerOperator(`int ${operator} double`, handler);
  }
  for (const [name, ofAll] of Object.entries(LIST_FUNCTIONS))
    environment.registerFunction(`list.${name}(): double`, (list: unknown) => ofAll(numbersOf(list)));
  environment.registerOperator("double % double", (left: number, right: number) => left % right);
  environment.registerFunction("string.matchesLinear(string): bool", (text: string, pattern: string) => patternOf(pattern)(text));
  return environment;
}

/** What an expression is about: an `event`, or the `events` of a window with the `key` that they have in common. */
export type Variables = "event" | "window";

/** Know the event's fields, so that a misspelt one is found before the run. Those of a window's events are not checked. */
export const checkingEnvironments: Readonly<Record<Variables, Environment>> = {
  event: newEnvironment().registerVariable({
    name: "event",
    schema: { id: "string", type: "string", key: "dyn", priority: "dyn", headers: "map<string, dyn>", data: "dyn" },
  }),
  window: newEnvironment().registerVariable("events", "list<map<string, dyn>>").registerVariable("key", "dyn"),
};

/** Take the event as it is, without a copy: twice as fast. */
export const runningEnvironments: Readonly<Record<Variables, Environment>> = {
  event: newEnvironment().registerVariable("event", "map<string, dyn>"),
  window: newEnvironment().registerVariable("events", "list<map<string, dyn>>").registerVariable("key", "dyn"),
};

/**
 * Points `matches` to the linear one, and refuses what could take too long.
 * Returns what is wrong, or null. Call it once on a freshly parsed tree, before it is checked or run.
 */
export function prepare(tree: ASTNode): string | null {
  let macros = 0;
  let deepest = 0;
  let problem: string | null = null;
  visit(tree, 0, (node, depth) => {
    const name = nameOfCall(node);
    if (name === "matches" && node.op === "rcall") {
      problem ??= patternProblem(node.args[2][0]);
      node.args[0] = "matchesLinear";
    }
    if (name === null || !MACROS.has(name)) return depth;
    macros += 1;
    deepest = Math.max(deepest, depth + 1);
    return depth + 1;
  });
  if (macros > MAX_MACROS) return `it has more than ${MAX_MACROS} of map, filter, exists, all and bind`;
  if (deepest > MAX_NESTED_MACROS) return `map, filter, exists, all and bind are nested more than ${MAX_NESTED_MACROS} deep`;
  return problem;
}

function nameOfCall(node: ASTNode): string | null {
  return node.op === "call" || node.op === "rcall" ? node.args[0] : null;
}

function patternProblem(pattern: ASTNode | undefined): string | null {
  if (pattern?.op !== "value" || typeof pattern.args !== "string") return null;
  try {
    patternOf(pattern.args);
    return null;
  } catch (error) {
    return `in matches("${pattern.args}"): ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Walks a tree; `enter` gets the depth of its parent and returns that of what lies inside it, a receiver excepted. */
function visit(value: unknown, depth: number, enter: (node: ASTNode, depth: number) => number): void {
  if (Array.isArray(value)) for (const item of value) visit(item, depth, enter);
  if (!isNode(value)) return;
  const inner = enter(value, depth);
  if (value.op !== "rcall") return visit(value.args, inner, enter);
  visit(value.args[1], depth, enter);
  visit(value.args[2], inner, enter);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

function patternOf(pattern: string): (text: string) => boolean {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const compiled = compileLinearPattern(pattern);
  if (patterns.size >= MAX_REMEMBERED_PATTERNS) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}
