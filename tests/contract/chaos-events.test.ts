import { expect } from "vitest";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** The numbers of events that arrived at a node, in order. */
const arrived = (outcome: Outcome, node: string): number[] => [...new Set(outcome.order(node))];

const SCENARIOS: Scenario[] = [
  {
    title: "O4 Q3 X4 poison events fail every attempt and end in the dead letter; the same events on both sides",
    design: designOf(
      { p: evenly(40, 60), q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 20 } }], c: service(2), s: SINK, dead: DEAD_LETTER },
      ["p > q", "q > c", "c > s", "q.deadLetter > dead"],
      { scenario: { chaos: [{ id: "x", atMs: 500, durationMs: 500, experiment: "poison-event", target: { node: "p" }, parameters: { share: 0.5 } }] } },
    ),
    check(outcome) {
      const { delivered, deadLettered } = outcome.ledger;
      expect(delivered + deadLettered).toBe(60);
      expect(deadLettered).toBeGreaterThan(4);
      expect(deadLettered).toBeLessThan(17);
      const failed = outcome.spans("c").filter(({ outcome: end }) => end === "retried" || end === "failed");
      expect(failed).toHaveLength(2 * deadLettered);
      for (const span of failed) expect(span.reason).toBe("poison event");
    },
    compare(forecast, live) {
      expect(live.ledger.deadLettered).toBe(forecast.ledger.deadLettered);
    },
  },
  {
    title: "O4 a queue that is reordered lets events overtake others, the same on both sides, and loses none",
    design: designOf({ p: evenly(40, 60), q: ["queue"], c: service(1, { concurrency: 4 }), s: SINK }, ["p > q", "q > c", "c > s"], {
      scenario: { chaos: [{ id: "x", atMs: 400, durationMs: 600, experiment: "reorder", target: { node: "q" }, parameters: { share: 0.5, delayMs: 300 } }] },
    }),
    check(outcome) {
      const order = arrived(outcome, "c");
      expect(order).toHaveLength(60);
      // With four slots neighbours may change places anyhow.
      const overtaken = order.filter((n, at) => order.slice(0, at).some((before) => before >= n + 3));
      expect(overtaken.length).toBeGreaterThan(3);
      for (const n of overtaken) expect(n >= 15 && n <= 40).toBe(true);
    },
  },
  {
    title: "O4 S2 with its primary and a quorum gone a database refuses writes until its failover, and reads while too few are up",
    design: designOf(
      {
        p: evenly(20, 40),
        writer: service(1),
        p2: evenly(20, 40),
        reader: service(1),
        one: ["database", { flavor: "mongodb", replicationFactor: 3, failoverMs: 400, consistency: "quorum" }],
        two: ["database", { flavor: "mongodb", replicationFactor: 3, failoverMs: 400, consistency: "quorum" }],
      },
      [["p > writer", { attempts: 1 }], ["p2 > reader", { attempts: 1 }], ["writer.call > one.call", { operation: "write" }], ["reader.call > two.call", { operation: "read" }]],
      {
        scenario: {
          chaos: [
            { id: "x", atMs: 500, durationMs: 1000, experiment: "store-down", target: { node: "one" } },
            { id: "y", atMs: 500, durationMs: 1000, experiment: "store-down", target: { node: "two" }, parameters: { replicas: 2 } },
          ],
        },
      },
    ),
    check(outcome) {
      const failedAt = (node: string): number[] => outcome.spans(node).flatMap(({ outcome: end, startMs }) => (end === "failed" ? [startMs] : []));
      // One replica less: no primary for 400 ms, some eight events. Two less: no quorum for a second, some twenty.
      expect(failedAt("writer").length).toBeGreaterThanOrEqual(6);
      expect(failedAt("writer").length).toBeLessThanOrEqual(10);
      expect(failedAt("reader").length).toBeGreaterThanOrEqual(17);
      expect(failedAt("reader").length).toBeLessThanOrEqual(23);
      expect(Math.max(...failedAt("writer"))).toBeLessThan(960);
    },
  },
];

onBoth(sides, SCENARIOS);
