import { METRICS, type MetricDefinition, type MetricKey } from "./metrics.ts";

/** A query in PromQL; only this file makes it out of text. */
export class Query {
  constructor(readonly text: string) {}
}

type LabelsOf<Key extends MetricKey> = (typeof METRICS)[Key]["labels"][number];
/** A label must be this text, one of these, or match a pattern (a Grafana variable). */
export type Match = string | readonly string[] | { readonly pattern: string };
type Matches<Label extends string> = { readonly [Name in Label]?: Match };

/** The series of a metric; labels that it does not have do not compile. */
export function series<Key extends MetricKey>(key: Key, matches: Matches<LabelsOf<Key>> = {}): Query {
  return selector(METRICS[key], "", matches);
}

/** A quantile of a summary. */
export function quantileOf<Key extends MetricKey>(key: Key, quantile: string, matches: Matches<LabelsOf<Key>> = {}): Query {
  return selector(METRICS[key], "", { ...matches, quantile });
}

/** What a summary's observations add up to, or how many there are. */
export function totalOf<Key extends MetricKey>(key: Key, total: "sum" | "count", matches: Matches<LabelsOf<Key>> = {}): Query {
  return selector(METRICS[key], `_${total}`, matches);
}

/** A function of a range of a series: `rate(series[60s])`. */
export function over(name: "rate" | "increase" | "deriv" | "max_over_time" | "min_over_time" | "avg_over_time", of: Query, rangeMs: number): Query {
  return new Query(`${name}(${of.text}[${duration(rangeMs)}])`);
}

/** The mean of a query over a range, looked at every `stepMs`, and so many standard deviations more (or fewer: negative); these count at least as `leastDeviation`. */
export function bandEnd(of: Query, sigmas: number, { rangeMs, stepMs, leastDeviation }: { readonly rangeMs: number; readonly stepMs: number; readonly leastDeviation: number }): Query {
  const range = `(${of.text})[${duration(rangeMs)}:${duration(stepMs)}]`;
  return new Query(`(avg_over_time(${range}) ${sigmas < 0 ? "-" : "+"} ${numberText(Math.abs(sigmas))} * clamp_min(stddev_over_time(${range}), ${numberText(leastDeviation)}))`);
}

/** What is left of a query where it is beyond another. */
export function beyond(left: Query, operator: ">" | "<", right: Query): Query {
  return new Query(`${left.text} ${operator} ${right.text}`);
}

/** What either query leaves. */
export function either(left: Query, right: Query): Query {
  return new Query(`${left.text} or ${right.text}`);
}

/** As {@link over}, with a variable of Grafana's as the range. */
export function overInterval(name: "rate" | "increase", of: Query): Query {
  return new Query(`${name}(${of.text}[$__rate_interval])`);
}

/** One value for each combination of labels; one in all without labels. */
export function aggregate(name: "sum" | "max" | "min" | "avg", of: Query, by: readonly string[] = []): Query {
  return new Query(by.length === 0 ? `${name}(${of.text})` : `${name} by (${by.join(", ")}) (${of.text})`);
}

export function combine(left: Query, operator: "+" | "/" | "and", right: Query): Query {
  return new Query(`${left.text} ${operator} ${right.text}`);
}

/** What is left of a query where the comparison holds. */
export function compare(left: Query, operator: ">" | ">=" | "<" | "<=" | "==" | "!=", right: number): Query {
  return new Query(`${left.text} ${operator} ${numberText(right)}`);
}

export function parenthesised(query: Query): Query {
  return new Query(`(${query.text})`);
}

/** A duration as Prometheus writes it: whole seconds, or ms. */
export function duration(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
}

function selector({ name }: MetricDefinition, suffix: string, matches: Readonly<Record<string, Match | undefined>>): Query {
  const matchers = Object.entries(matches).flatMap(([label, match]) => (match === undefined ? [] : [matcher(label, match)]));
  return new Query(`${name}${suffix}${matchers.length === 0 ? "" : `{${matchers.join(",")}}`}`);
}

function matcher(label: string, match: Match): string {
  if (typeof match === "string") return `${label}=${quoted(match)}`;
  if ("pattern" in match) return `${label}=~${quoted(match.pattern)}`;
  return match.length === 1 ? `${label}=${quoted(match[0] ?? "")}` : `${label}=~${quoted(match.map(literally).join("|"))}`;
}

/** A text in double quotes, by the rules of Go's. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** A text as an RE2 pattern that matches nothing else. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, (character) => `\\${character}`);
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
}
