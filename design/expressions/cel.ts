import type { ASTNode } from "@marcbachmann/cel-js";
import type { Json } from "../document/schema.ts";
import { AppError } from "../errors.ts";
import { checkingEnvironments, prepare, runningEnvironments, type Variables } from "./cel-environment.ts";
import { toJson } from "./cel-value.ts";

/** What a condition or expression sees of an event, as the variable `event`. */
export interface ExpressionEvent {
  readonly id: string;
  readonly type: string;
  readonly key: string | null;
  readonly priority: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** An expression that could not be evaluated for one event, for example because a field is missing. */
export class ExpressionFailure {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** True for the outcome of an evaluation that failed. */
export function isExpressionFailure(value: unknown): value is ExpressionFailure {
  return value instanceof ExpressionFailure;
}

/**
 * Compiles a CEL condition once; the result is synchronous and never throws. An event for which the condition
 * cannot be told, such as one without the field asked for, gives an {@link ExpressionFailure}: guard a field that
 * may be missing with `has(event.data.field) && …`. Throws an AppError where `conditionProblem` finds something.
 */
export function compileCondition(source: string): (event: ExpressionEvent) => boolean | ExpressionFailure {
  const problem = conditionProblem(source);
  if (problem !== null) throw new AppError("design-has-problems", `The condition ${shortSource(source)} cannot be used: ${problem}.`);
  const evaluate = compile(source);
  return (event) => {
    const value = evaluate({ event });
    if (typeof value === "boolean" || isExpressionFailure(value)) return value;
    return new ExpressionFailure(`${shortSource(source)} is neither true nor false for this event.`);
  };
}

/**
 * Compiles a CEL expression once; the result is synchronous and never throws. Its value is JSON (whole numbers
 * become numbers, timestamps ISO 8601 text, durations such as "5s") and may share parts with the event, or it is an
 * {@link ExpressionFailure}. Throws an AppError where `expressionProblem` finds something.
 */
export function compileExpression(source: string): (event: ExpressionEvent) => Json | ExpressionFailure {
  const problem = expressionProblem(source);
  if (problem !== null) throw new AppError("design-has-problems", `The expression ${shortSource(source)} cannot be used: ${problem}.`);
  const evaluate = compile(source);
  return (event) => jsonOf(source, evaluate({ event }));
}

function jsonOf(source: string, value: unknown): Json | ExpressionFailure {
  if (isExpressionFailure(value)) return value;
  const json = toJson(value);
  return json.ok ? json.value : new ExpressionFailure(`${shortSource(source)} ${json.reason}.`);
}

/**
 * As {@link compileExpression}, over `events`, the list of a window, and `key`, what they have in common ("" for nothing). Throws an AppError
 * where `expressionProblem` finds something.
 */
export function compileWindowExpression(source: string): (events: readonly ExpressionEvent[], key: Json) => Json | ExpressionFailure {
  const problem = expressionProblem(source, "window");
  if (problem !== null) throw new AppError("design-has-problems", `The expression ${shortSource(source)} cannot be used: ${problem}.`);
  const evaluate = compile(source, "window");
  return (events, key) => jsonOf(source, evaluate({ events, key }));
}

/** What is wrong with an expression, as the end of a sentence, or null: syntax, unknown names, types that cannot fit. */
export function expressionProblem(source: string, variables: Variables = "event"): string | null {
  const result = check(source, variables);
  return "problem" in result ? result.problem : null;
}

/** As {@link expressionProblem}, for an expression that must be true or false. */
export function conditionProblem(source: string): string | null {
  const result = check(source);
  if ("problem" in result) return result.problem;
  return result.type === "bool" || result.type === "dyn" ? null : `a condition must be true or false, this is ${typeName(result.type)}`;
}

function check(source: string, variables: Variables = "event"): { problem: string } | { type: string } {
  try {
    const parsed = checkingEnvironments[variables].parse(source);
    const problem = prepare(parsed.ast);
    if (problem !== null) return { problem };
    const result = parsed.check();
    return result.valid ? { type: result.type ?? "dyn" } : { problem: sentence(result.error, source, variables) };
  } catch (error) {
    return { problem: sentence(error, source, variables) };
  }
}

function compile(source: string, variables: Variables = "event"): (values: Record<string, unknown>) => unknown {
  const parsed = runningEnvironments[variables].parse(source);
  prepare(parsed.ast);
  parsed.check();
  return (values) => {
    try {
      return parsed(values) as unknown;
    } catch (error) {
      return new ExpressionFailure(`${sentence(error, source)}, in ${shortSource(source)}`);
    }
  };
}

/** The library's errors carry a code, a summary and the place; anything else (too deep, too long) only a message. */
interface CelError {
  readonly code?: string;
  readonly summary?: string;
  readonly message: string;
  readonly node?: Pick<ASTNode, "start" | "end">;
}

function sentence(error: unknown, source: string, variables: Variables = "event"): string {
  const { code, summary, message, node }: CelError = error instanceof Error ? error : { message: String(error) };
  const text = summary ?? message;
  const detail = text.slice(text.indexOf(":") + 1).trim();
  switch (code) {
    case "unexpected_token":
      return detail === "EOF" ? (source.trim() === "" ? "it is empty" : "it ends too early") : `${source.charAt(node?.start ?? 0)} is not expected${place(node)}`;
    case "unknown_variable":
      return `"${detail}" is not known; everything is under ${variables === "window" ? "events and key, for example events[0].data" : "event, for example event.data"}`;
    case "no_such_key":
      return detail.startsWith("index") || node === undefined ? text : `there is no ${source.slice(node.start, node.end)}`;
    case "no_such_overload":
      return `${detail} does not fit${place(node)}`;
    default:
      return text === "" ? "it cannot be evaluated" : `${text.charAt(0).toLowerCase()}${text.slice(1)}${place(node)}`;
  }
}

/** An expression as it is quoted in a message: 80 characters at most. */
export function shortSource(source: string): string {
  return source.length > 80 ? `${source.slice(0, 79)}…` : source;
}

function place(node: CelError["node"]): string {
  return node === undefined ? "" : ` at character ${node.start + 1}`;
}

function typeName(type: string): string {
  const names: Record<string, string> = { int: "a number", uint: "a number", double: "a number", string: "a text", list: "a list", map: "an object" };
  return names[type.split("<")[0] ?? type] ?? `of type ${type}`;
}
