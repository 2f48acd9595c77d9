import type { Binding, ExchangeType } from "../../kinds/exchange.ts";
import type { FlowNode } from "../../graph/compile.ts";
import type { Route, Target } from "../../topology/topology.ts";
import { comparisonsIn, isSayable, type Comparison, type Conjunction, type Test } from "./comparisons.ts";

/** Which messages go to a destination: those for which one of the alternatives holds in full. An alternative without comparisons takes everything. */
export interface Filter {
  readonly anyOf: readonly (readonly Comparison[])[];
  /** False where it takes more than what was drawn: what decides about the rest cannot be said by comparisons. It never takes less. */
  readonly exact: boolean;
}

/** A destination of an exchange, with everything that leads there: a queue gets one copy, however many bindings match (rule X2). */
export interface Subscription {
  readonly to: Target;
  readonly routes: readonly Route[];
  readonly filter: Filter;
}

/** The subscriptions that stand for the bindings of an exchange, in document order. */
export function subscriptionsOf(type: ExchangeType, bindings: readonly Route[]): Subscription[] {
  const byTarget = new Map<string, Route[]>();
  for (const route of bindings) byTarget.set(`${route.to.type}:${route.to.key}`, [...(byTarget.get(`${route.to.type}:${route.to.key}`) ?? []), route]);
  return [...byTarget.values()].flatMap((routes) => {
    const [first] = routes;
    return first === undefined ? [] : [{ to: first.to, routes, filter: eitherOf(routes.map((route) => routeFilter(type, route))) }];
  });
}

function routeFilter(type: ExchangeType, { settings, steps }: Route): Filter {
  const binding = bindingFilter(type, settings as Binding);
  const asked = steps.map(({ node, port }) => stepComparisons(node, port));
  const wanted = binding.anyOf.map((all) => [...all, ...asked.flatMap((each) => each.all)]);
  const exact = binding.exact && asked.every((each) => each.exact) && wanted.every((all) => all.every(isSayable));
  return { anyOf: wanted.map((all) => all.filter(isSayable)), exact };
}

/** What a filter or router asks of the messages that leave it by a port, as far as comparisons say it; other steps ask for nothing, and do something else. */
export function stepComparisons(node: FlowNode, port: string): Conjunction {
  if (node.kind === "filter" && port === "out") return comparisonsIn(node.settings.when);
  const nothing = { all: [], exact: false };
  if (node.kind !== "router") return nothing;
  const at = node.settings.rules.findIndex((rule) => rule.port === port);
  const rule = node.settings.rules[at];
  if (rule === undefined) return nothing;
  const { all, exact } = comparisonsIn(rule.when);
  // Of the first that matches, a later rule gets only what those before it leave.
  return { all, exact: exact && (at === 0 || node.settings.mode === "all") };
}

function eitherOf(filters: readonly Filter[]): Filter {
  const anyOf = filters.flatMap((filter) => filter.anyOf);
  const everything = anyOf.find((all) => all.length === 0);
  return { anyOf: everything === undefined ? anyOf : [everything], exact: filters.every(({ exact }) => exact) };
}

function bindingFilter(type: ExchangeType, { bindingKey = "", headers = {}, match }: Binding): Filter {
  switch (type) {
    case "fanout":
      return { anyOf: [[]], exact: true };
    case "direct":
      return { anyOf: [[routingKey({ is: "one-of", values: [bindingKey] })]], exact: true };
    case "topic":
      return topicFilter(bindingKey);
    case "headers": {
      const compared = Object.entries(headers)
        .filter(([name]) => name !== "x-match" && (match.endsWith("-with-x") || !name.startsWith("x-")))
        .map(([name, value]): Comparison => ({ field: { of: "header", name }, test: value === null ? { is: "there" } : { is: "one-of", values: [value] } }));
      return { anyOf: match.startsWith("any") ? compared.map((each) => [each]) : [compared], exact: true };
    }
  }
}

/** Words with `*` for one and `#` for any number, as comparisons of the key's beginning and end. */
function topicFilter(bindingKey: string): Filter {
  const words = bindingKey.split(".");
  const wild = (word: string | undefined): boolean => word === "*" || word === "#";
  const first = words.findIndex(wild);
  if (first < 0) return { anyOf: [[routingKey({ is: "one-of", values: [bindingKey] })]], exact: true };
  const last = words.findLastIndex(wild);
  const [before, after] = [words.slice(0, first).join("."), words.slice(last + 1).join(".")];
  const exact = first === last && words[first] === "#" && !overlaps(words.slice(0, first), words.slice(last + 1));
  const ends: Comparison[] = [
    ...(before === "" ? [] : [routingKey({ is: "prefix", text: `${before}.` })]),
    ...(after === "" ? [] : [routingKey({ is: "suffix", text: `.${after}` })]),
  ];
  // # stands for no word as well: then the dot is not there either.
  const alone = exact && ends.length === 1 ? [[routingKey({ is: "one-of", values: [before === "" ? after : before] })]] : [];
  return { anyOf: [...alone, ends], exact };
}

/** Whether a text can begin with the one and end with the other without having both: then the two comparisons take more. */
function overlaps(before: readonly string[], after: readonly string[]): boolean {
  return before.some((_, index) => before.slice(index).every((word, at) => word === after[at]));
}

function routingKey(test: Test): Comparison {
  return { field: { of: "routingKey" }, test };
}
