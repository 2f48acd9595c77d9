import type { Json } from "../document/schema.ts";
import { isInNetwork, isNetwork } from "./network.ts";

/** Tells whether an event has what a pattern asks for. */
export type EventMatcher = (event: Json | undefined) => boolean;

/** A filter of the values of one field: the leaves that it has, arrays flattened; none where the field is not there. */
type Filter = (leaves: readonly Leaf[]) => boolean;
type Leaf = string | number | boolean | null;
/** One operator of a filter object: makes the filter of its operand, or says what is wrong with that. */
type Operator = (operand: Json) => Filter | string;
type TextTest = (text: string) => boolean;

/** Why a pattern cannot be used, as the end of a sentence; null when it can. */
export function patternProblem(pattern: Json): string | null {
  const compiled = compileObject(pattern, "the pattern");
  return typeof compiled === "string" ? compiled : null;
}

/**
 * Prepares an EventBridge event pattern (rule X5): exact values, `prefix`, `suffix`, `equals-ignore-case`, `wildcard`,
 * `anything-but`, `numeric`, `cidr`, `exists` and `$or`. Semantics as in the Amazon EventBridge User Guide, "Comparison operators for use in
 * event patterns". A pattern that {@link patternProblem} refuses matches nothing.
 */
export function compileEventPattern(pattern: Json): EventMatcher {
  const compiled = compileObject(pattern, "the pattern");
  return typeof compiled === "string" ? () => false : compiled;
}

function compileObject(pattern: Json, where: string): EventMatcher | string {
  if (!isObject(pattern)) return `${where} must be an object`;
  const entries = Object.entries(pattern);
  if (entries.length === 0) return `${where} is empty`;
  const parts: EventMatcher[] = [];
  for (const [name, value] of entries) {
    const part = name === "$or" ? compileOr(value) : compileField(name, value);
    if (typeof part === "string") return part;
    parts.push(part);
  }
  return (event) => everyPart(parts, event);
}

/** All fields of an object; of an array, those of one and the same element. */
function everyPart(parts: readonly EventMatcher[], event: Json | undefined): boolean {
  if (Array.isArray(event)) return event.length === 0 ? parts.every((part) => part(undefined)) : event.some((element) => everyPart(parts, element));
  return parts.every((part) => part(event));
}

function compileOr(value: Json): EventMatcher | string {
  if (!Array.isArray(value) || value.length < 2) return "$or must be a list of two patterns or more";
  const options: EventMatcher[] = [];
  for (const option of value) {
    const compiled = compileObject(option, "an option of $or");
    if (typeof compiled === "string") return compiled;
    options.push(compiled);
  }
  return (event) => options.some((option) => option(event));
}

function compileField(name: string, value: Json): EventMatcher | string {
  if (isObject(value)) {
    const inner = compileObject(value, `"${name}"`);
    return typeof inner === "string" ? inner : (event) => inner(fieldOf(event, name));
  }
  if (!Array.isArray(value)) return `"${name}" must be a list of values, or an object`;
  if (value.length === 0) return `"${name}" is an empty list`;
  const filters: Filter[] = [];
  for (const item of value) {
    const filter = compileFilter(item);
    if (typeof filter === "string") return `"${name}": ${filter}`;
    filters.push(filter);
  }
  return (event) => {
    const leaves = leavesOf(fieldOf(event, name));
    return filters.some((filter) => filter(leaves));
  };
}

function compileFilter(item: Json): Filter | string {
  if (Array.isArray(item)) return "a list inside a list is no value";
  if (!isObject(item)) return (leaves) => leaves.includes(item);
  const [entry, ...more] = Object.entries(item);
  if (entry === undefined || more.length > 0) return "a filter has exactly one operator";
  const [name, operand] = entry;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) return `there is no operator "${name}"; there are ${Object.keys(OPERATORS).join(", ")}`;
  return operator(operand);
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: (operand) => textFilter(affix("prefix", operand)),
  suffix: (operand) => textFilter(affix("suffix", operand)),
  "equals-ignore-case": (operand) => textFilter(ignoringCase(operand)),
  wildcard: (operand) => textFilter(wildcard(operand)),
  "anything-but": anythingBut,
  numeric,
  cidr(operand) {
    if (typeof operand !== "string" || !isNetwork(operand)) return "cidr needs a network, such as 10.0.0.0/24";
    return (leaves) => leaves.some((leaf) => typeof leaf === "string" && isInNetwork(leaf, operand));
  },
  exists: (operand) => (typeof operand === "boolean" ? (leaves) => leaves.length > 0 === operand : "exists must be true or false"),
};

function textFilter(test: TextTest | string): Filter | string {
  return typeof test === "string" ? test : (leaves) => leaves.some((leaf) => typeof leaf === "string" && test(leaf));
}

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`. */
function affix(which: "prefix" | "suffix", operand: Json): TextTest | string {
  const ignoresCase = isObject(operand) && Object.keys(operand).length === 1 && Object.hasOwn(operand, "equals-ignore-case");
  const text = ignoresCase ? operand["equals-ignore-case"] : operand;
  if (typeof text !== "string") return `${which} needs a text`;
  const wanted = ignoresCase ? text.toLowerCase() : text;
  return (given) => {
    const value = ignoresCase ? given.toLowerCase() : given;
    return which === "prefix" ? value.startsWith(wanted) : value.endsWith(wanted);
  };
}

function ignoringCase(operand: Json): TextTest | string {
  if (typeof operand !== "string") return "equals-ignore-case needs a text";
  const wanted = operand.toLowerCase();
  return (text) => text.toLowerCase() === wanted;
}

/** `*` stands for any characters; `\*` and `\\` for themselves; two `*` in a row are refused, as EventBridge does. */
function wildcard(operand: Json): TextTest | string {
  if (typeof operand !== "string") return "wildcard needs a text";
  const pieces: string[] = [""];
  for (let i = 0; i < operand.length; i++) {
    const character = operand[i] as string;
    if (character === "*") {
      if (operand[i + 1] === "*") return "wildcard must not have two * in a row";
      pieces.push("");
      continue;
    }
    const next = operand[i + 1];
    const escaped = character === "\\";
    if (escaped && next !== "*" && next !== "\\") return "in a wildcard, \\ must be followed by * or \\";
    pieces[pieces.length - 1] += escaped ? (next as string) : character;
    if (escaped) i++;
  }
  return (text) => fits(text, pieces);
}

/** Whether a text is the pieces with anything in between; leftmost places suffice, so this is linear in the text for each piece. */
function fits(text: string, pieces: readonly string[]): boolean {
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The field is there, and one of its values is none of these. */
function anythingBut(operand: Json): Filter | string {
  if (isObject(operand)) {
    const [entry, ...more] = Object.entries(operand);
    if (entry === undefined || more.length > 0) return "anything-but has exactly one operator";
    const [name, given] = entry;
    const makers: Record<string, (text: Json) => TextTest | string> = {
      prefix: (text) => affix("prefix", text),
      suffix: (text) => affix("suffix", text),
      "equals-ignore-case": ignoringCase,
      wildcard,
    };
    const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
    if (!make) return `anything-but knows no operator "${name}"`;
    const tests = (Array.isArray(given) ? given : [given]).map(make);
    const wrong = tests.find((test) => typeof test === "string");
    if (wrong !== undefined) return wrong as string;
    const known = tests as TextTest[];
    if (known.length === 0) return "anything-but needs a value";
    return (leaves) => leaves.some((leaf) => typeof leaf !== "string" || !known.some((test) => test(leaf)));
  }
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) return "anything-but needs a value";
  if (values.some((value) => typeof value === "object" && value !== null)) return "anything-but needs texts or numbers";
  return (leaves) => leaves.some((leaf) => !values.includes(leaf));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** EventBridge compares numbers from −5·10⁹ to 5·10⁹. */
const MOST_NUMERIC = 5e9;

/** `["=", 5]`, or one lower and one upper bound: `[">", 0, "<=", 5]`. */
function numeric(operand: Json): Filter | string {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return 'numeric needs a comparison and a number, such as [">", 0], or a range such as [">", 0, "<=", 5]';
  const bounds: { test: (value: number, bound: number) => boolean; sign: string; bound: number }[] = [];
  for (let i = 0; i < operand.length; i += 2) {
    const [sign, bound] = [operand[i], operand[i + 1]];
    const test = typeof sign === "string" && Object.hasOwn(COMPARISONS, sign) ? COMPARISONS[sign] : undefined;
    if (!test || typeof sign !== "string") return `numeric knows ${Object.keys(COMPARISONS).join(" ")}`;
    if (typeof bound !== "number" || Math.abs(bound) > MOST_NUMERIC) return "numeric compares with numbers from -5e9 to 5e9";
    bounds.push({ test, sign, bound });
  }
  if (bounds.length === 2) {
    const [low, high] = bounds;
    if (!low?.sign.startsWith(">") || !high?.sign.startsWith("<")) return "a numeric range has first its lower bound (> or >=), then its upper one (< or <=)";
    if (low.bound >= high.bound) return "a numeric range has a lower bound below its upper one";
  }
  return (leaves) => leaves.some((leaf) => typeof leaf === "number" && bounds.every(({ test, bound }) => test(leaf, bound)));
}

function fieldOf(event: Json | undefined, name: string): Json | undefined {
  return isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}

/** The values of a field: of a list, those of its elements. An object is no value, so a field that holds one does not exist as such. */
function leavesOf(value: Json | undefined): readonly Leaf[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return typeof value === "object" && value !== null ? [] : [value];
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
