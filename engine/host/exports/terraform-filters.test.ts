import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCondition, conditionProblem, isExpressionFailure } from "../../../design/expressions/cel.ts";
import type { Json } from "../../../design/document/schema.ts";
import { snsFilter } from "../../../design/export/terraform/sns-filter.ts";
import { pubSubFilter } from "../../../design/export/terraform/google-filter.ts";
import { serviceBusFilter } from "../../../design/export/terraform/service-bus-filter.ts";
import { subscriptionsOf, type Filter } from "../../../design/export/terraform/filters.ts";
import { flowOf } from "../../../design/graph/compile.ts";
import { checkBinding, type Binding, type ExchangeType } from "../../../design/kinds/exchange.ts";
import { compileEventPattern } from "../../../design/routing/event-pattern.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { readPubSubFilter, readServiceBusSql, type Properties } from "../../../tests/support/broker-filters.ts";
import { designOf } from "../../../tests/support/designs.ts";
import { compileBinding } from "../../kinds/binding.ts";

interface Message {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly priority: number;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  readonly data: Readonly<Record<string, Json>>;
}

const text = fc.constantFrom("a", "b", "ab", "a.b", "x'y\"%_\\", "ü", "", "2");
const scalar = fc.oneof(text, fc.integer({ min: -2, max: 3 }), fc.boolean());
const header = fc.constantFrom("kind", "size", "x-h", "eventType", "a b", "ü");
const key = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 4 }).map((words) => words.join("."));
const bindingKey = fc.array(fc.constantFrom("a", "b", "c", "*", "#"), { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
const binding: fc.Arbitrary<[ExchangeType, Binding]> = fc
  .oneof(
  fc.constant<[ExchangeType, Binding]>(["fanout", { match: "all" }]),
  key.map((bound): [ExchangeType, Binding] => ["direct", { bindingKey: bound, match: "all" }]),
  bindingKey.map((bound): [ExchangeType, Binding] => ["topic", { bindingKey: bound, match: "all" }]),
  fc.tuple(fc.dictionary(header, fc.oneof(scalar, fc.constant(null)), { minKeys: 1, maxKeys: 3, noNullPrototype: true }), fc.constantFrom("all", "all-with-x", "any-with-x")).map(([headers, match]): [ExchangeType, Binding] => ["headers", { headers, match }]),
  )
  .filter(([type, settings]) => checkBinding(type, settings).every(({ severity }) => severity !== "error"));
const quoted = (value: unknown): string => JSON.stringify(value);
const field = fc.oneof(fc.constantFrom("event.type", "event.key", "event.id"), header.map((name) => `event.headers[${quoted(name)}]`), fc.constantFrom("event.data.x", "event.data.y.z"));
const comparison = fc.oneof(
  fc.tuple(field, fc.constantFrom("==", "!="), scalar).map(([on, sign, value]) => `${on} ${sign} ${quoted(value)}`),
  fc.tuple(fc.oneof(field, fc.constant("event.priority")), fc.constantFrom("<", "<=", ">", ">="), fc.integer({ min: -2, max: 3 })).map(([on, sign, value]) => `${on} ${sign} ${value}`),
  fc.tuple(field, fc.array(scalar, { minLength: 1, maxLength: 3 })).map(([on, values]) => `${on} in ${quoted(values)}`),
  fc.tuple(field, fc.constantFrom("startsWith", "endsWith"), text).map(([on, call, value]) => `${on}.${call}(${quoted(value)})`),
  fc.constantFrom("has(event.headers.kind)", "event.priority != 1", "size(event.type) == 1", "event.type == 'a' || event.type == 'b'", "2 > event.priority"),
);
const condition = fc.array(comparison, { minLength: 1, maxLength: 3 }).map((parts) => parts.map((part) => `(${part})`).join(" && ")).filter((source) => conditionProblem(source) === null);
const message: fc.Arbitrary<Message> = fc.record({
  id: text.filter((id) => id !== ""),
  type: text.filter((type) => type !== ""),
  key: text,
  priority: fc.integer({ min: 0, max: 3 }),
  // A property cannot be empty: such a header is not there.
  headers: fc.dictionary(header, scalar.filter((value) => value !== ""), { maxKeys: 3, noNullPrototype: true }),
  data: fc.record({ x: scalar, y: fc.record({ z: scalar }, { requiredKeys: [], noNullPrototype: true }) }, { requiredKeys: [], noNullPrototype: true }),
});

/** What a publisher sends beside the data, as the report asks: nothing that is empty, since a property cannot be. */
function propertiesOf({ id, type, key: own, priority, headers }: Message, routingKey: string): Properties {
  const all = { ...headers, routingKey, eventId: id, eventType: type, eventKey: own, eventPriority: priority };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

/** A filter and what it says that it takes, for each cloud. */
const CLOUDS: Record<string, (filter: Filter) => { readonly exact: boolean; readonly takes: (given: Properties, data: Json) => boolean }> = {
  "an SNS filter policy": (filter) => {
    const { policy, scope, exact } = snsFilter(filter);
    const matches = policy === undefined ? () => true : compileEventPattern(policy as unknown as Json);
    return { exact, takes: (given, data) => matches(scope === "MessageBody" ? data : (given as Json)) };
  },
  "a filter of Pub/Sub": (filter) => {
    const { text: written, exact } = pubSubFilter(filter);
    return { exact, takes: written === undefined ? () => true : readPubSubFilter(written) };
  },
  "a rule of Service Bus": (filter) => {
    const { correlation, sql, exact } = serviceBusFilter(filter);
    if (correlation !== undefined) return { exact, takes: (given) => Object.entries(correlation).every(([name, value]) => given[name] === value) };
    return { exact, takes: sql === undefined ? () => true : readServiceBusSql(sql) };
  },
};

/** The filter that an export makes of a binding and of a CEL filter behind it. */
function filterOf(type: ExchangeType, settings: Binding, when: string | undefined): Filter {
  const nodes = { p: ["producer"], x: ["exchange", { type }], ...(when === undefined ? {} : { f: ["filter", { when }] }), q: ["queue"], c: ["consumer"] } as Parameters<typeof designOf>[0];
  const edges = ["p > x", [when === undefined ? "x > q" : "x > f", settings as unknown as Record<string, Json>], ...(when === undefined ? [] : ["f > q"]), "q > c"] as Parameters<typeof designOf>[1];
  const design = designOf(nodes, edges);
  expect(flowOf(design).nodes.size).toBeGreaterThan(3);
  const [exchange] = topologyOf(design).exchanges;
  return subscriptionsOf(type, exchange!.bindings)[0]!.filter;
}

describe.each(Object.keys(CLOUDS))("X1 R1 %s", { timeout: 120_000 }, (cloud) => {
  it("takes every message that the binding and the filter behind it take, and no other where it says so", () => {
    let exactly = 0;
    fc.assert(
      fc.property(binding, fc.option(condition, { nil: undefined }), fc.array(fc.tuple(key, message), { minLength: 5, maxLength: 30 }), ([type, settings], when, messages) => {
        const filter = filterOf(type, settings, when);
        const { exact, takes } = CLOUDS[cloud]!(filter);
        const binds = compileBinding(type, settings);
        const holds = when === undefined ? () => true : compileCondition(when);
        exactly += Number(exact);
        for (const [routingKey, each] of messages) {
          const result = holds(each);
          const wanted = binds(routingKey, each.headers) && !isExpressionFailure(result) && result;
          const taken = takes(propertiesOf(each, routingKey), each.data as Json);
          const shown = { settings, when, routingKey, each, exact };
          if (wanted) expect([shown, taken]).toEqual([shown, true]);
          if (exact && taken && !isExpressionFailure(result)) expect([shown, wanted]).toEqual([shown, true]);
        }
      }),
      { numRuns: 120 },
    );
    // Or nothing would be known about those that say they are exact.
    expect(exactly).toBeGreaterThan(15);
  });
});

it("X1 R1 says that a key's beginning and end may be the same words, and then take more", () => {
  expect(["a.b.#.b.c", "a.#.b", "a.#.a", "#.a", "a.*"].map((bound) => filterOf("topic", { bindingKey: bound, match: "all" }, undefined).exact)).toEqual([false, true, false, true, false]);
});
