import type { HclObject, HclValue } from "../hcl/hcl.ts";
import { propertyOf, type Comparison, type Constant, type Test } from "./comparisons.ts";
import type { Filter } from "./filters.ts";

/** Of one filter policy (Amazon SNS Developer Guide, "Filter policy constraints"). */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;
const MOST_NUMBER = 1e9;
const ATTRIBUTE_NAME = /^[A-Za-z0-9_-](?:[A-Za-z0-9_.-]{0,254}[A-Za-z0-9_-])?$/;

/** A filter policy, or none where it takes everything. */
export interface SnsFilter {
  readonly policy: HclObject | undefined;
  readonly scope: "MessageAttributes" | "MessageBody";
  /** False where it takes more than the filter. */
  readonly exact: boolean;
}

type Matchers = readonly HclValue[];

/** A filter as the filter policy of an SNS subscription, over attributes or over the body: never both. What it cannot say is left out, so that more passes. */
export function snsFilter({ anyOf, exact }: Filter): SnsFilter {
  const scope = anyOf.every((all) => all.some(inBody)) && !anyOf.some((all) => all.some((each) => !inBody(each))) ? "MessageBody" : "MessageAttributes";
  let all = exact;
  const alternatives = anyOf.map((comparisons) => {
    const byField = new Map<string, Matchers>();
    for (const comparison of comparisons) {
      const key = keyOf(comparison, scope);
      const matchers = key === undefined ? undefined : matchersOf(comparison.test, scope);
      const clashes = key !== undefined && [...byField.keys()].some((other) => other !== key && (isWithin(other, key) || isWithin(key, other)));
      const joined = key === undefined || matchers === undefined || clashes ? undefined : and(byField.get(key), matchers);
      if (key === undefined || joined === undefined) all = false;
      else byField.set(key, joined);
    }
    return byField;
  });
  if (alternatives.some(({ size }) => size === 0)) return { policy: undefined, scope, exact: all };
  return tooMuch(alternatives) ? { policy: undefined, scope, exact: false } : { policy: policyOf(alternatives), scope, exact: all };
}

function inBody({ field }: Comparison): boolean {
  return field.of === "data";
}

/** The attribute's name, or the property's path in JSON; undefined for what does not travel there. */
function keyOf({ field }: Comparison, scope: SnsFilter["scope"]): string | undefined {
  if (field.of === "data") return scope === "MessageBody" && !field.path.some((name) => name.startsWith("$")) ? JSON.stringify(field.path) : undefined;
  const name = scope === "MessageBody" ? undefined : propertyOf(field);
  return name !== undefined && ATTRIBUTE_NAME.test(name) ? name : undefined;
}

/** Whether a path in JSON leads through another: a property cannot be a value and an object at once. */
function isWithin(path: string, outer: string): boolean {
  return path.startsWith(`${outer.slice(0, -1)},`);
}

function matchersOf(test: Test, scope: SnsFilter["scope"]): Matchers | undefined {
  switch (test.is) {
    case "there":
      return [{ exists: true }];
    case "prefix":
    case "suffix":
      return [{ [test.is]: test.text }];
    case "number":
      return Math.abs(test.bound) > MOST_NUMBER ? undefined : [{ numeric: [test.sign, test.bound] }];
    case "one-of": {
      const values = test.values.map((value) => exactly(value, scope));
      return values.includes(undefined) ? undefined : (values as Matchers);
    }
    case "none-of":
      return test.values.some((value) => exactly(value, scope) === undefined || typeof value === "boolean") ? undefined : [{ "anything-but": test.values }];
  }
}

function exactly(value: Constant, scope: SnsFilter["scope"]): HclValue | undefined {
  if (typeof value === "number") return Math.abs(value) > MOST_NUMBER ? undefined : { numeric: ["=", value] };
  return typeof value === "boolean" && scope === "MessageAttributes" ? undefined : value;
}

/** Both of one field: two numeric bounds make a range; of anything else, the matchers of a field are alternatives, so that there is no such "and". */
function and(before: Matchers | undefined, more: Matchers): Matchers | undefined {
  if (before === undefined) return more;
  const [low, high] = [before, more].map(numericOf).toSorted((a, b) => Number(a?.[0]?.startsWith("<")) - Number(b?.[0]?.startsWith("<")));
  if (low === undefined || high === undefined || !low[0].startsWith(">") || !high[0].startsWith("<") || low[1] >= high[1]) return undefined;
  return [{ numeric: [...low, ...high] }];
}

function numericOf(matchers: Matchers): readonly [string, number] | undefined {
  const [only, ...rest] = matchers;
  if (rest.length > 0 || typeof only !== "object" || only === null || !("numeric" in only)) return undefined;
  const numeric = only.numeric as readonly (string | number)[];
  return numeric.length === 2 && numeric[0] !== "=" ? (numeric as unknown as [string, number]) : undefined;
}

function tooMuch(alternatives: readonly ReadonlyMap<string, Matchers>[]): boolean {
  const keys = new Set(alternatives.flatMap((each) => [...each.keys()]));
  const combinations = alternatives.reduce((sum, each) => sum + [...each.values()].reduce((product, matchers) => product * matchers.length, 1), 0);
  return keys.size > MOST_KEYS || combinations > MOST_COMBINATIONS;
}

function policyOf(alternatives: readonly ReadonlyMap<string, Matchers>[]): HclObject {
  const [first = new Map<string, Matchers>(), ...rest] = alternatives;
  if (rest.length === 0) return nested(first);
  const [key] = first.keys();
  const oneField = key !== undefined && alternatives.every((each) => each.size === 1 && each.has(key));
  return oneField ? nested(new Map([[key, alternatives.flatMap((each) => each.get(key) ?? [])]])) : { $or: alternatives.map(nested) };
}

/** Paths into the body become objects in objects. */
function nested(fields: ReadonlyMap<string, Matchers>): HclObject {
  const empty = (): Record<string, HclValue> => Object.create(null) as Record<string, HclValue>;
  const policy = empty();
  for (const [key, matchers] of fields) {
    const path = key.startsWith("[") ? (JSON.parse(key) as string[]) : [key];
    let at = policy;
    for (const name of path.slice(0, -1)) at = (at[name] ??= empty()) as Record<string, HclValue>;
    at[path.at(-1) ?? ""] = matchers;
  }
  return policy;
}
