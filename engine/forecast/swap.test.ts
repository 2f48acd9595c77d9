import { describe, expect, it } from "vitest";
import { designOf, SINK } from "../../tests/support/designs.ts";
import { forecastOnce } from "./forecast-once.ts";
import { swapBrokers, type Execute } from "./swap.ts";

const never = new AbortController().signal;
const execute: Execute = (design, onSamples, signal) => forecastOnce(design, { seed: 3, forMs: 10_000, drainMs: 90_000 }, signal, { onSamples });

/** Few keys, several slots and service times that vary: what a queue puts out of order and a topic does not. */
const design = designOf(
  {
    p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 200 }, key: { mode: "uniform", count: 6 } }],
    q: ["queue"],
    c: ["consumer", { replicas: 4, serviceTime: { distribution: "exponential", meanMs: 12 } }],
    s: SINK,
  },
  ["p > q", "q > c", "c > s"],
);

describe("another broker in place of a channel", () => {
  it("Q1 X1 the same load: a queue and an exchange break the order of keys", async () => {
    const told: string[] = [];
    const outcomes = await swapBrokers(design, "q", execute, never, ({ semantics }) => told.push(semantics));
    expect(told).toEqual(["queue", "topic", "exchange"]);
    const [queue, , exchange] = outcomes.map(({ result }) => result!);
    expect(new Set(outcomes.map(({ result }) => result?.produced)).size).toBe(1);
    expect(queue!.order.violations).toBeGreaterThan(100);
    expect(queue!.order).toMatchObject({ keys: 6, keysBroken: 6 });
    expect(exchange!.order.violations).toBeGreaterThan(100);
  });
});
