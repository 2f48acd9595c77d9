import { expect } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** The numbers of events that arrived at a node, in order. */
const arrived = (outcome: Outcome, node: string): number[] => [...new Set(outcome.order(node))];

/** What delivers twice in the scenario of that. */
const TWICE: Json[] = [{ node: "q" }, { edge: "e5" }, { edge: "e7" }, { node: "topic" }, { node: "x" }, { node: "queue" }];

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
    title: "O4 E4 M1 a channel that delivers twice: the ledger, both ends and whoever deduplicates see it truly",
    duplicates: true,
    design: designOf(
      {
        p: evenly(40, 60),
        q: ["queue"],
        c: service(1, { concurrency: 4 }),
        c2: service(1),
        s: SINK,
        pi: evenly(40, 60),
        idempotent: service(1, { idempotent: true }),
        pd: evenly(40, 60),
        once: ["deduplicate", { by: "event.id", windowMs: 5000 }],
        pt: evenly(40, 60),
        topic: ["topic", { partitions: 2 }],
        group: service(1, { offsetReset: "earliest", commit: "at-least-once", idempotent: true }),
        px: evenly(40, 60),
        x: ["exchange", { type: "fanout" }],
        a: service(1),
        b: service(1),
        pq: evenly(40, 60),
        queue: ["queue", { deduplicate: { by: "id", windowMs: 5000 } }],
        d: service(1),
      },
      ["p > q", "q > c", "c > c2", "c2 > s", "pi > idempotent", "idempotent > s", "pd > once", "once > s", "pt > topic", "topic > group", "group > s", "px > x", "x > a", "x > b", "a > s", "b > s", "pq > queue", "queue > d", "d > s"],
      {
        scenario: {
          chaos: TWICE.map((target, n) => ({ id: `x${n}`, atMs: 500, durationMs: 500, experiment: "duplicate", target, parameters: { share: 0.5 } })),
        },
      },
    ),
    check(outcome) {
      const of = (source: string) => outcome.result.report.ledger.bySource![`s2_${source}`]!;
      // Of some twenty events every second one comes twice.
      const twice = Object.fromEntries(["p", "pi", "pd", "pt", "px", "pq"].map((source) => [source, of(source).duplicated]));
      for (const source of ["p", "pi", "pd", "pt", "pq"]) expect(twice[source], source).toBeGreaterThan(4);
      for (const source of ["p", "pi", "pd", "pt", "pq"]) expect(twice[source], source).toBeLessThan(17);
      // Without a guard the work is done twice, and so is what comes of it.
      expect(of("p")).toMatchObject({ produced: 60, delivered: 60 + twice.p!, deduplicated: 0 });
      expect([outcome.node("q").duplicates, outcome.node("c").duplicates, outcome.node("c2").duplicates]).toEqual([twice.p, twice.p, 0]);
      expect([outcome.edge("e1").duplicates, outcome.edge("e2").duplicates]).toEqual([twice.p, twice.p]);
      for (const source of ["pi", "pd", "pt", "pq"]) expect(of(source), source).toMatchObject({ produced: 60, delivered: 60, deduplicated: twice[source]! });
      expect(outcome.channel("e5").duplicates).toBe(twice.pi);
      expect([outcome.node("idempotent").duplicates, outcome.edge("e5").duplicates]).toEqual([twice.pi, twice.pi]);
      // An exchange publishes it again: to both.
      expect(of("px")).toMatchObject({ produced: 60, copies: 60, delivered: 120 + twice.px! });
      expect(outcome.channel("e13").duplicates).toBe(twice.px! / 2);
      // By id are counted those that came in: all but what the queue left out at its door.
      const { audit, ledger } = outcome.result.report;
      if (audit) expect(audit.duplicated.count).toBe(ledger.duplicated - twice.pq!);
    },
    compare(forecast, live) {
      expect(live.ledger).toEqual(forecast.ledger);
      for (const node of ["c", "idempotent", "group", "a"]) expect(live.node(node).duplicates, node).toBe(forecast.node(node).duplicates);
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

onBoth(sides, SCENARIOS, { sampleAll: true });
