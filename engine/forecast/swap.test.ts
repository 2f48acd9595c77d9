import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, SINK } from "../../tests/support/designs.ts";
import { forecastOnce } from "./forecast-once.ts";
import { swapBrokers, type Execute } from "./swap.ts";

const never = new AbortController().signal;
const execute: Execute = (design, onSamples, signal) => forecastOnce(design, { seed: 3, forMs: 10_000, drainMs: 90_000 }, signal, { onSamples });

/** Some keys, several slots and service times that vary: what a queue puts out of order and a topic does not. */
function keyed(consumer: Record<string, Json> = {}): Design {
  return designOf(
    {
      p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 150 }, key: { mode: "uniform", count: 20 } }],
      q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 30 } }],
      c: ["consumer", { replicas: 4, serviceTime: { distribution: "exponential", meanMs: 12 }, ...consumer }],
      d: DEAD_LETTER,
      s: SINK,
    },
    ["p > q", "q > c", "c > s", "q.deadLetter > d"],
  );
}

async function swapped(design: Design) {
  const told: string[] = [];
  const outcomes = await swapBrokers(design, "q", execute, never, ({ semantics }) => told.push(semantics));
  expect(told).toEqual(["queue", "topic", "exchange"]);
  expect(outcomes.map(({ refused }) => refused)).toEqual([null, null, null]);
  const [queue, topic, exchange] = outcomes.map(({ result }) => result!);
  return { queue: queue!, topic: topic!, exchange: exchange! };
}

describe("another broker in place of a channel", () => {
  it("T2 Q1 X1 the same load: a queue and an exchange break the order of keys, a topic keeps it, and at a price", async () => {
    const { queue, topic, exchange } = await swapped(keyed());
    for (const { order, produced, delivered, lost } of [queue, topic, exchange]) expect({ order, produced, delivered, lost }).toMatchObject({ order: { completed: queue.produced, keys: 20 }, produced: queue.produced, delivered: queue.produced, lost: 0 });
    expect(queue.order.violations).toBeGreaterThan(20);
    expect(exchange.order.violations).toBeGreaterThan(20);
    expect(topic.order).toMatchObject({ violations: 0, keysBroken: 0 });
    // An event waits for the one before it of its partition, even while other slots are idle.
    expect(topic.waitMs.mean).toBeGreaterThan(1.5 * queue.waitMs.mean);
  });

  it("T2 Q3 attempts that fail put a queue further out of order; a topic tries them in place; both give the same share up", async () => {
    const [steady, failing] = [await swapped(keyed()), await swapped(keyed({ failureRate: 0.1 }))];
    expect(failing.queue.order.violations).toBeGreaterThan(1.25 * steady.queue.order.violations);
    expect(failing.topic.order.violations).toBe(0);
    for (const { deadLettered, produced } of [failing.queue, failing.topic, failing.exchange]) {
      // A hundredth, with three times its spread.
      expect(Math.abs(deadLettered / produced - 0.01)).toBeLessThan(3 * Math.sqrt(0.01 / produced));
    }
    // The same events at the same node draw the same failures (E5).
    expect(failing.topic.deadLettered).toBe(failing.queue.deadLettered);
  });

  it("T3 X1 every consumer of a topic and of an exchange gets every event", async () => {
    const design = keyed();
    const second = { ...design, nodes: [...design.nodes, { id: "b", kind: "consumer", position: { x: 0, y: 0 } }], edges: [...design.edges, { id: "e9", from: { node: "q", port: "out" }, to: { node: "b", port: "in" } }] };
    const { queue, topic, exchange } = await swapped(second);
    expect(queue.copies).toBe(0);
    expect(exchange.copies).toBe(exchange.produced);
    expect(topic.order.completed).toBe(2 * topic.produced);
  });
});
