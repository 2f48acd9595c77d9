import type { HclObject } from "../hcl/hcl.ts";
import { propertyOf, type Comparison, type Constant } from "./comparisons.ts";
import type { Filter } from "./filters.ts";

/** Service Bus takes no longer SQL filter, characters. */
const MOST_CHARACTERS = 1024;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A rule of a Service Bus subscription: equal properties, or SQL; neither where it takes everything. */
export interface ServiceBusFilter {
  readonly correlation: HclObject | undefined;
  readonly sql: string | undefined;
  /** False where it takes more than the filter. */
  readonly exact: boolean;
}

/** A filter over the properties of a message. What it cannot say is left out, so that more passes. */
export function serviceBusFilter({ anyOf, exact }: Filter): ServiceBusFilter {
  const everything = { correlation: undefined, sql: undefined };
  const correlation = correlationOf(anyOf);
  if (correlation !== undefined) return { ...everything, correlation, exact };
  let all = exact;
  const alternatives = anyOf.map((comparisons) =>
    comparisons.flatMap((comparison) => {
      const said = sqlOf(comparison);
      if (said === undefined) all = false;
      return said ?? [];
    }),
  );
  if (alternatives.some((each) => each.length === 0)) return { ...everything, exact: all };
  const joined = alternatives.map((each) => each.join(" AND "));
  const sql = joined.length === 1 ? joined[0] : joined.map((each) => `(${each})`).join(" OR ");
  return sql === undefined || sql.length > MOST_CHARACTERS ? { ...everything, exact: false } : { ...everything, sql, exact: all };
}

/** Properties that must equal texts, all of them: cheaper than SQL. */
function correlationOf(anyOf: Filter["anyOf"]): HclObject | undefined {
  const [only, ...more] = anyOf;
  if (only === undefined || only.length === 0 || more.length > 0) return undefined;
  const properties: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { field, test } of only) {
    const name = propertyOf(field);
    const [value, ...others] = test.is === "one-of" ? test.values : [];
    if (name === undefined || typeof value !== "string" || others.length > 0 || properties[name] !== undefined) return undefined;
    properties[name] = value;
  }
  return properties;
}

function sqlOf({ field, test }: Comparison): string | undefined {
  const property = propertyOf(field);
  // A name in brackets takes any character but the closing one; nothing that is printed as a line break or control character.
  if (property === undefined || /[\]\p{C}]/u.test(property)) return undefined;
  const name = PLAIN_NAME.test(property) ? `user.${property}` : `user.[${property}]`;
  switch (test.is) {
    case "there":
      return `EXISTS(${name})`;
    case "prefix":
      return like(name, `${pattern(test.text)}%`);
    case "suffix":
      return like(name, `%${pattern(test.text)}`);
    case "number":
      return `${name} ${test.sign} ${constant(test.bound)}`;
    case "one-of":
      return test.values.length === 1 ? `${name} = ${constant(test.values[0] ?? "")}` : `${name} IN (${test.values.map(constant).join(", ")})`;
    case "none-of":
      return test.values.length === 1 ? `${name} <> ${constant(test.values[0] ?? "")}` : `${name} NOT IN (${test.values.map(constant).join(", ")})`;
  }
}

function like(name: string, text: string): string {
  return `${name} LIKE '${text.replaceAll("'", "''")}'${text.includes("\\") ? " ESCAPE '\\'" : ""}`;
}

/** A text that LIKE takes literally. */
function pattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

function constant(value: Constant): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return typeof value === "boolean" ? String(value).toUpperCase() : decimal(value);
}

/** Without an exponent where that is short. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes("e") && Math.abs(value) < 1e21 ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}
