import type { z } from "zod";
import { fieldsAlong, metaOf, shapeOf, valueOf } from "../kinds/schema-walk.ts";
import { nearestWord } from "./nearest-word.ts";

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** One thing that does not fit a schema. */
export interface Misfit {
  readonly code: "unknown-property" | "misfit";
  readonly path: Path;
  /** `Service time › Mean must be at least 0 ms (is -3).` The place is in titles where the schema has them. */
  readonly sentence: string;
}

/** What is wrong with a value, given the issues that its schema raised; one for each place, in the schema's order. */
export function misfitsOf(error: z.ZodError, schema: Schema, value: unknown): Misfit[] {
  const seen = new Set<string>();
  return error.issues
    .flatMap((issue) => misfits(issue, schema, value, []))
    .filter((misfit) => {
      const key = JSON.stringify(misfit.path);
      return !seen.has(key) && seen.add(key);
    });
}

function misfits(issue: Issue, schema: Schema, value: unknown, prefix: Path): Misfit[] {
  const path: Path = [...prefix, ...issue.path.map((key) => (typeof key === "symbol" ? String(key) : key))];
  const found = path.reduce<unknown>(valueOf, value);
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeOf(fieldsAlong(schema, value, path).at(-1) ?? schema, found) ?? {});
    return issue.keys.map((key) => {
      const near = nearestWord(key, known);
      const hint = near === null ? "." : `; did you mean "${near}"?`;
      return { code: "unknown-property", path: [...path, key], sentence: about(schema, value, path, `: unknown property "${key}"${hint}`) };
    });
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branch = likeliest(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => misfits(inner, schema, value, path));
    const types = [...new Set(issue.errors.flatMap(([first]) => (first?.code === "invalid_type" ? [typeName(first.expected)] : [])))];
    return [{ code: "misfit", path, sentence: about(schema, value, path, ` must be ${types.join(" or ")}${whatItIs(found)}.`) }];
  }
  const text = found === undefined ? missing(issue) : wrong(issue, schema, value, path, found);
  return [{ code: "misfit", path, sentence: about(schema, value, path, text) }];
}

/** Of a union's options, the one that got furthest: it has the right type, and fewest issues. */
function likeliest(options: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const entered = options.filter((issues) => !issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0));
  return entered.toSorted((left, right) => left.length - right.length)[0] ?? null;
}

/** A sentence about a place in a value, given its end. */
function about(schema: Schema, value: unknown, path: Path, end: string): string {
  if (path.length === 0) return end.startsWith(": ") ? end.slice(2) : `it${end}`;
  const fields = fieldsAlong(schema, value, path);
  const place = path.map((key, index) => {
    const field = fields[index];
    if (typeof key === "number") return String(key + 1);
    return (field ? metaOf(field).title : undefined) ?? key;
  });
  return `${place.join(" › ")}${end}`;
}

/** Of so many words the one that was meant is found at a glance. */
const A_FEW = 5;

/** The end of a sentence about a word that is none of those known: the one that was meant, where one is near. */
function meant(found: unknown, known: readonly unknown[]): string {
  const near = typeof found === "string" && known.length > A_FEW ? nearestWord(found, known.filter((word) => typeof word === "string")) : null;
  return near === null ? "." : `; did you mean "${near}"?`;
}

function missing(issue: Issue): string {
  return issue.code === "invalid_union" && "options" in issue ? ` is missing; choose one of ${words(issue.options)}.` : " is missing.";
}

function wrong(issue: Issue, schema: Schema, value: unknown, path: Path, found: unknown): string {
  const field = fieldsAlong(schema, value, path).at(-1);
  const unit = field ? metaOf(field).unit : undefined;
  const is = whatItIs(found, unit);
  switch (issue.code) {
    case "too_small":
    case "too_big":
      return ` must ${bound(issue, unit)}${Array.isArray(found) ? ` (has ${found.length === 0 ? "none" : found.length})` : is}.`;
    case "invalid_type":
      return ` must be ${typeName(issue.expected)}${is}.`;
    case "invalid_value":
      return ` must be ${issue.values.length > 1 ? "one of " : ""}${words(issue.values)}${is}${meant(found, issue.values)}`;
    case "invalid_union":
      return ` must be one of ${words("options" in issue ? issue.options : undefined)}${is}.`;
    default:
      return `: ${issue.message}`;
  }
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, unit: string | undefined): string {
  const low = issue.code === "too_small";
  const limit = Number(low ? issue.minimum : issue.maximum);
  if (issue.origin === "string") return low && limit === 1 ? "not be empty" : `have at ${low ? "least" : "most"} ${limit} characters`;
  if (issue.origin === "array") return `have at ${low ? "least" : "most"} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  const side = issue.inclusive === false ? (low ? "be more than" : "be less than") : low ? "be at least" : "be at most";
  return `${side} ${amount(limit, unit)}${unit === "ms" ? " ms" : ""}`;
}

function amount(value: number, unit: string | undefined): string {
  return unit === "%" ? `${Number((value * 100).toPrecision(12))} %` : String(value);
}

function whatItIs(found: unknown, unit?: string): string {
  if (typeof found === "number") return ` (is ${amount(found, unit)})`;
  if (typeof found === "string") return ` (is "${found.length > 40 ? `${found.slice(0, 39)}…` : found}")`;
  if (typeof found === "boolean" || found === null) return ` (is ${found})`;
  return Array.isArray(found) ? " (is a list)" : " (is an object)";
}

function typeName(type: string): string {
  const names: Record<string, string> = {
    int: "a whole number",
    number: "a number",
    string: "a text",
    boolean: "true or false",
    object: "an object",
    record: "an object",
    array: "a list",
  };
  return names[type] ?? type;
}

function words(values: readonly unknown[] = []): string {
  return values.map((value) => String(value)).join(", ");
}
