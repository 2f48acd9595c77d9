import { describe, expect, it } from "vitest";
import { chiSquared, chiSquaredLimit } from "../../tests/support/statistics.ts";
import { producerOf } from "../../tests/support/behaviours.ts";
import { identityText } from "../core/identity.ts";
import type { Json } from "../../design/document/schema.ts";
import { zipfCumulative } from "./producer.ts";

const EVENTS = 20_000;

function eventsOf(settings: Record<string, Json>, count = EVENTS, seed = 1) {
  const source = producerOf(settings, seed);
  return Array.from({ length: count }, (_, n) => source.event(n, n * 10));
}

function frequencies(values: readonly (string | number | undefined)[]): Map<string | number | undefined, number> {
  const counts = new Map<string | number | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

describe("producer", () => {
  it("E1 E3 an event is its own root, born when it was meant to be", () => {
    const [, , third] = eventsOf({ eventType: "order.placed" }, 3);
    expect(third).toMatchObject({ rootHigh: third!.high, rootLow: third!.low, bornMs: 20, emittedMs: 20, type: "order.placed", source: 0, priority: 0, data: null, key: undefined });
  });

  it("E5 event n is the same whoever asks, in whatever order, and another with another seed", () => {
    const settings = { key: { mode: "zipf", count: 50, exponent: 1 }, payload: { a: "{{int 1 1000}}", b: "{{uuid}}" }, priority: [{ priority: 1, weight: 1 }, { priority: 9, weight: 2 }] };
    const source = producerOf(settings);
    const forwards = Array.from({ length: 50 }, (_, n) => source.event(n, n));
    const backwards = Array.from({ length: 50 }, (_, n) => source.event(49 - n, 49 - n)).toReversed();
    expect(backwards).toEqual(forwards);
    expect(eventsOf(settings, 50, 2).map((event) => event.key)).not.toEqual(forwards.map((event) => event.key));
    expect(new Set(forwards.map((event) => identityText(event.high, event.low))).size).toBe(50);
  });

  it("P3 no keys unless asked for", () => {
    expect(eventsOf({}, 5).map((event) => event.key)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("P3 uniform keys are each as likely", () => {
    const counts = frequencies(eventsOf({ key: { mode: "uniform", count: 20 } }).map((event) => event.key));
    expect(counts.size).toBe(20);
    expect(counts.has("k0")).toBe(true);
    expect(counts.has("k19")).toBe(true);
    expect(chiSquared([...counts.values()], [...counts].map(() => EVENTS / 20))).toBeLessThan(chiSquaredLimit(19));
  });

  it.each([0, 0.7, 1, 2])("P3 Zipf keys with exponent %d: rank k is as likely as k to the power of −exponent", (exponent) => {
    const counts = frequencies(eventsOf({ key: { mode: "zipf", count: 10, exponent } }).map((event) => event.key));
    const weights = Array.from({ length: 10 }, (_, rank) => (rank + 1) ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const observed = weights.map((_, rank) => counts.get(`k${rank}`) ?? 0);
    expect(observed.reduce((sum, count) => sum + count, 0)).toBe(EVENTS);
    expect(chiSquared(observed, weights.map((weight) => (weight / total) * EVENTS))).toBeLessThan(chiSquaredLimit(9));
  });

  it("P3 the Zipf distribution ends at one, so that every draw finds a key", () => {
    for (const [n, s] of [[1, 1], [7, 0.3], [100_000, 1.2]] as const) expect(zipfCumulative(n, s).at(-1)).toBe(1);
  });

  it("P3 keys from an expression over the event; one that cannot be evaluated gives none", () => {
    const payload = { customer: "{{pick ada bob}}", n: "{{seq}}" };
    const keys = eventsOf({ payload, key: { mode: "expression", expression: "event.data.customer" } }, 50).map((event) => event.key);
    expect(new Set(keys)).toEqual(new Set(["ada", "bob"]));
    expect(eventsOf({ payload, key: { mode: "expression", expression: "event.data.n" } }, 2).map((event) => event.key)).toEqual(["1", "2"]);
    expect(eventsOf({ payload, key: { mode: "expression", expression: "event.data.missing" } }, 1)[0]?.key).toBeUndefined();
  });

  it("P4 payloads are filled in for each event", () => {
    const events = eventsOf({ key: { mode: "uniform", count: 3 }, payload: { order: "{{seq}}", who: "{{key}}", text: "no. {{seq}} at {{time}}" } }, 3);
    expect(events.map((event) => event.data)).toEqual([0, 1, 2].map((n) => ({ order: n + 1, who: events[n]?.key, text: `no. ${n + 1} at ${n * 10}` })));
  });

  it("Q2 priorities: none, one, or drawn by weight", () => {
    expect(eventsOf({}, 3).map((event) => event.priority)).toEqual([0, 0, 0]);
    expect(eventsOf({ priority: 7 }, 3).map((event) => event.priority)).toEqual([7, 7, 7]);
    const counts = frequencies(eventsOf({ priority: [{ priority: 0, weight: 1 }, { priority: 5, weight: 3 }, { priority: 9, weight: 6 }] }).map((event) => event.priority));
    expect(chiSquared([0, 5, 9].map((priority) => counts.get(priority) ?? 0), [2000, 6000, 12_000])).toBeLessThan(chiSquaredLimit(2));
  });

  it("P2 limits: a count, a duration, or none", () => {
    expect(producerOf({})).toMatchObject({ limitCount: Number.POSITIVE_INFINITY, limitMs: Number.POSITIVE_INFINITY });
    expect(producerOf({ limit: { count: 5 } })).toMatchObject({ limitCount: 5, limitMs: Number.POSITIVE_INFINITY });
    expect(producerOf({ limit: { durationMs: 250 } })).toMatchObject({ limitCount: Number.POSITIVE_INFINITY, limitMs: 250 });
  });

  it("P5 when refused: block keeps everything, drop nothing, buffer so many", () => {
    expect(producerOf({}).pendingLimit).toBe(Number.POSITIVE_INFINITY);
    expect(producerOf({ whenRefused: "drop" }).pendingLimit).toBe(0);
    expect(producerOf({ whenRefused: "buffer", bufferLimit: 25 }).pendingLimit).toBe(25);
  });
});
