import { Environment, type ASTNode } from "@marcbachmann/cel-js";
import { compileLinearPattern } from "./linear-pattern.ts";

/** How much one expression may do: bounds the time of one evaluation, since a design may come from a stranger. */
const MAX_MACROS = 4;
const MAX_NESTED_MACROS = 2;
const MACROS = new Set(["all", "exists", "exists_one", "map", "filter", "bind"]);
const MAX_REMEMBERED_PATTERNS = 200;

const patterns = new Map<string, (text: string) => boolean>();

/**
 * The language: CEL, over one variable `event`. Two things differ from the library's own:
 * - numbers mix, since every number in JSON is a double to CEL: `event.data.total * 2` works, `%` on fractions too
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
  environment.registerOperator("double % double", (left: number, right: number) => left % right);
  environment.registerFunction("string.matchesLinear(string): bool", (text: string, pattern: string) => patternOf(pattern)(text));
  return environment;
}

/** Knows the event's fields, so that a misspelt one is found before the run. */
export const checkingEnvironment = newEnvironment().registerVariable({
  name: "event",
  schema: { id: "string", type: "string", key: "dyn", priority: "dyn", headers: "map<string, dyn>", data: "dyn" },
});

/** Takes the event as it is, without a copy: twice as fast. */
export const runningEnvironment = newEnvironment().registerVariable("event", "map<string, dyn>");

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
