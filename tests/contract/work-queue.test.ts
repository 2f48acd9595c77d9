import { expect } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

/** Events are all there before the first is served: what happens then does not depend on when they came. */
const STARTS_LATE = { coldStartMs: 2500 };
const EVENTS = 24;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A producer, a queue, a consumer that starts late, a sink. */
function late(queue: Record<string, Json>, producer: Record<string, Json> = {}, consumer: Record<string, Json> = {}) {
  return designOf({ p: evenly(150, EVENTS, producer), q: ["queue", queue], c: service(8, { ...STARTS_LATE, ...consumer }), s: SINK }, ["p > q", "q > c", "c > s"]);
}

/** The same with a dead letter. */
function lateWithDeadLetter(queue: Record<string, Json>, producer: Record<string, Json> = {}) {
  return designOf({ p: evenly(150, EVENTS, producer), q: ["queue", queue], c: service(8, STARTS_LATE), s: SINK, d: DEAD_LETTER }, ["p > q", "q > c", "c > s", "q.deadLetter > d"]);
}

/** A consumer whose attempts all fail in this way. */
function failing(queue: Record<string, Json>, consumer: Record<string, Json>, ports: readonly string[]) {
  const nodes = { p: evenly(150, EVENTS), q: ["queue", queue] as const, c: service(8, consumer), s: SINK, f: SINK, d: DEAD_LETTER };
  return designOf(nodes, ["p > q", "q > c", "c > s", ...ports]);
}
const IMMEDIATELY = { type: "fixed", delayMs: 0 };

const SCENARIOS: Scenario[] = [
  {
    title: "Q1 first in, first out",
    design: late({}),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS });
    },
  },
  {
    title: "Q1 last in, first out",
    design: late({ order: "lifo" }),
    check: (outcome) => expect(outcome.order("c")).toEqual(upTo(EVENTS).toReversed()),
  },
  {
    title: "Q1 competing consumers: each event is processed by one of them",
    design: designOf(
      { p: evenly(150, EVENTS), q: ["queue"], c1: service(10, STARTS_LATE), c2: service(18, { ...STARTS_LATE, concurrency: 2 }), s: SINK },
      ["p > q", "q > c1", "q > c2", "c1 > s", "c2 > s"],
    ),
    check(outcome) {
      expect([...outcome.order("c1"), ...outcome.order("c2")].toSorted((a, b) => a - b)).toEqual(upTo(EVENTS));
      expect(outcome.node("c1").in).toBeGreaterThan(3);
      expect(outcome.node("c2").in).toBeGreaterThan(3);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, copies: 0 });
    },
  },
  {
    title: "Q1 an immediate retry goes to the tail",
    design: late({ attempts: 2, backoff: IMMEDIATELY }, {}, { failureRate: 0.5 }),
    check(outcome) {
      const spans = outcome.spans("c");
      expect(outcome.order("c").slice(0, EVENTS)).toEqual(upTo(EVENTS));
      const again = spans.slice(0, EVENTS).filter((span) => span.outcome === "retried");
      expect(again.length).toBeGreaterThan(5);
      expect(outcome.order("c").slice(EVENTS)).toEqual(again.map((span) => outcome.number(span)));
    },
    compare: (forecast, live) => expect(live.order("c")).toEqual(forecast.order("c")),
  },
  {
    title: "Q1 in a LIFO queue an immediate retry is the newest: it comes next",
    design: late({ order: "lifo", attempts: 2, backoff: IMMEDIATELY }, {}, { failureRate: 0.5 }),
    check(outcome) {
      const spans = outcome.spans("c");
      const again = spans.flatMap((span, n) => (span.outcome === "retried" ? [n] : []));
      expect(again.length).toBeGreaterThan(5);
      for (const n of again) expect(spans[n + 1]).toMatchObject({ event: spans[n]!.event, attempt: 2 });
    },
    compare: (forecast, live) => expect(live.order("c")).toEqual(forecast.order("c")),
  },
  {
    title: "Q1 Q4 in a LIFO queue a retry after a backoff goes to the tail",
    design: late({ order: "lifo", attempts: 2, backoff: { type: "fixed", delayMs: 30 } }, {}, { failureRate: 0.5 }),
    check(outcome) {
      const again = outcome.spans("c").filter((span) => span.outcome === "retried");
      expect(outcome.order("c").slice(0, EVENTS)).toEqual(upTo(EVENTS).toReversed());
      expect(outcome.order("c").slice(EVENTS)).toEqual(again.map((span) => outcome.number(span)));
    },
  },
  ...[IMMEDIATELY, { type: "fixed", delayMs: 30 }].map(
    (backoff): Scenario => ({
      title: `Q2 a retry keeps its priority, ${backoff.delayMs === 0 ? "immediate" : "after a backoff"}`,
      design: late({ priorities: true, attempts: 2, backoff }, { priority: [{ priority: 1, weight: 1 }, { priority: 7, weight: 1 }] }, { failureRate: 0.5 }),
      check(outcome) {
        // All of the lower number, retries too, then all of the higher one: those that were tried twice stand where the others do.
        const spans = outcome.spans("c");
        const last = Math.max(...spans.flatMap((span, n) => (span.attempt === 2 ? [n] : [])));
        expect(spans.filter((span) => span.attempt === 2).length).toBeGreaterThan(5);
        expect(spans.slice(0, last).some((span, n) => span.attempt === 2 && spans.slice(n + 1).some((later) => later.attempt === 1))).toBe(true);
      },
      compare: (forecast, live) => expect(live.order("c")).toEqual(forecast.order("c")),
    }),
  ),
  {
    title: "Q2 no priority goes before any, then the lowest number, equal ones by age",
    design: late({ priorities: true }, { priority: [{ priority: 0, weight: 1 }, { priority: 1, weight: 1 }, { priority: 7, weight: 1 }] }),
    check(outcome) {
      const order = outcome.order("c");
      expect(order.toSorted((a, b) => a - b)).toEqual(upTo(EVENTS));
      // Three runs of rising numbers: one for each priority.
      expect(order.filter((n, i) => i > 0 && n < order[i - 1]!)).toHaveLength(2);
    },
    compare: (forecast, live) => expect(live.order("c")).toEqual(forecast.order("c")),
  },
  {
    title: "Q2 a queue without priorities does not look at them",
    design: late({}, { priority: [{ priority: 0, weight: 1 }, { priority: 7, weight: 1 }] }),
    check: (outcome) => expect(outcome.order("c")).toEqual(upTo(EVENTS)),
  },
  {
    title: "Q3 attempts spent: to the dead letter, once",
    design: failing({ attempts: 3, backoff: IMMEDIATELY }, { failureRate: 1 }, ["q.deadLetter > d"]),
    check(outcome) {
      expect(outcome.node("c")).toMatchObject({ in: 3 * EVENTS, out: 0, errors: 3 * EVENTS, retries: 2 * EVENTS });
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, deadLettered: EVENTS, failed: 0, delivered: 0 });
      expect(outcome.node("d")).toMatchObject({ in: EVENTS, depth: { end: EVENTS } });
    },
  },
  {
    title: "Q3 a permanent failure ends the attempts at once",
    design: failing({ attempts: 3 }, { permanentFailureRate: 1 }, ["q.deadLetter > d"]),
    check(outcome) {
      expect(outcome.node("c")).toMatchObject({ in: EVENTS, errors: EVENTS, retries: 0 });
      expect(outcome.ledger).toMatchObject({ deadLettered: EVENTS });
    },
  },
  {
    title: "Q3 without a dead-letter port events are counted failed",
    design: failing({ attempts: 2, backoff: IMMEDIATELY }, { failureRate: 1 }, []),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ failed: EVENTS, deadLettered: 0, delivered: 0 }),
  },
  {
    title: "Q3 one attempt is one attempt",
    design: failing({ attempts: 1 }, { failureRate: 0.5 }, ["q.deadLetter > d"]),
    check(outcome) {
      expect(outcome.node("c")).toMatchObject({ in: EVENTS, retries: 0 });
      expect(outcome.ledger.deadLettered).toBe(outcome.node("c").errors);
      expect(outcome.ledger.delivered + outcome.ledger.deadLettered).toBe(EVENTS);
    },
    compare: (forecast, live) => expect(live.ledger).toEqual(forecast.ledger),
  },
  {
    title: "G6 a drawn failed port takes the event after its last attempt, and it is not dead-lettered as well",
    design: failing({ attempts: 2, backoff: IMMEDIATELY }, { failureRate: 1 }, ["c.failed > f", "q.deadLetter > d"]),
    check(outcome) {
      expect(outcome.node("f").in).toBe(EVENTS);
      expect(outcome.node("s").in).toBe(0);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, deadLettered: 0, failed: 0 });
    },
  },
  {
    title: "Q7 P5 block: the producer is held back, nothing is lost, order stays",
    design: late({ maxLength: 5 }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS, dropped: {} });
      expect(outcome.node("q").depth.max).toBeLessThanOrEqual(5);
    },
    // The last was meant for 160 ms and served after 2500 + 24 · 8 ms: latency counts from the intended time (rule E3).
    compare: (forecast, live) => expect(Math.abs(live.node("c").waitMs.max / forecast.node("c").waitMs.max - 1)).toBeLessThan(0.2),
  },
  {
    title: "Q7 block reaches through a consumer to the producer",
    design: designOf(
      { p: evenly(150, EVENTS), q: ["queue", { maxLength: 3 }], first: service(1), full: ["queue", { maxLength: 2 }], last: service(8, STARTS_LATE), s: SINK },
      ["p > q", "q > first", "first > full", "full > last", "last > s"],
    ),
    check(outcome) {
      expect(outcome.order("last")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS });
      // One held in the slot of `first`, two in `full`, three in `q`, one at the producer.
      const first = outcome.spans("first");
      expect(first.filter((span) => span.startMs < 2400).length).toBe(3);
    },
  },
  {
    title: "Q7 drop-head: the oldest make room, dropped as overflow",
    design: late({ maxLength: 5, overflow: "drop-head" }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(EVENTS).slice(-5));
      expect(outcome.ledger).toMatchObject({ delivered: 5, dropped: { overflow: EVENTS - 5 } });
    },
  },
  {
    title: "Q7 drop-head of a LIFO queue drops the oldest, too",
    design: late({ maxLength: 5, overflow: "drop-head", order: "lifo" }),
    check: (outcome) => expect(outcome.order("c")).toEqual(upTo(EVENTS).slice(-5).toReversed()),
  },
  {
    title: "Q7 drop-head with a dead letter keeps what it drops there",
    design: lateWithDeadLetter({ maxLength: 5, overflow: "drop-head" }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(EVENTS).slice(-5));
      expect(outcome.ledger).toMatchObject({ delivered: 5, deadLettered: EVENTS - 5, dropped: {} });
    },
  },
  {
    title: "Q7 P5 reject-publish, drop: what does not fit is dropped as rejected",
    design: late({ maxLength: 5, overflow: "reject-publish" }, { whenRefused: "drop" }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(5));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: 5, dropped: { rejected: EVENTS - 5 } });
    },
  },
  {
    title: "Q7 P5 reject-publish, buffer: so many wait at the producer, the rest is dropped",
    design: late({ maxLength: 5, overflow: "reject-publish" }, { whenRefused: "buffer", bufferLimit: 3 }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(8));
      expect(outcome.ledger).toMatchObject({ delivered: 8, dropped: { rejected: EVENTS - 8 } });
    },
  },
  {
    title: "Q7 P5 reject-publish, block: the producer waits and offers again",
    design: late({ maxLength: 5, overflow: "reject-publish" }, { whenRefused: "block" }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, dropped: {} });
    },
  },
  {
    title: "Q7 P5 a full blocking queue, drop: the producer does not wait",
    design: late({ maxLength: 5 }, { whenRefused: "drop" }),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 5, dropped: { rejected: EVENTS - 5 } }),
  },
  {
    title: "Q7 reject-publish from a consumer drops that event's result",
    design: designOf(
      { p: evenly(150, EVENTS), a: service(1), full: ["queue", { maxLength: 5, overflow: "reject-publish" }], c: service(8, STARTS_LATE), s: SINK },
      ["p > a", "a > full", "full > c", "c > s"],
    ),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(5));
      expect(outcome.ledger).toMatchObject({ delivered: 5, dropped: { rejected: EVENTS - 5 } });
    },
  },
  {
    title: "Q7 reject-publish-dlx: what does not fit is dead-lettered",
    design: lateWithDeadLetter({ maxLength: 5, overflow: "reject-publish-dlx" }),
    check(outcome) {
      expect(outcome.order("c")).toEqual(upTo(5));
      expect(outcome.ledger).toMatchObject({ delivered: 5, deadLettered: EVENTS - 5 });
    },
  },
  {
    title: "Q7 reject-publish-dlx without a dead letter drops it as overflow",
    design: late({ maxLength: 5, overflow: "reject-publish-dlx" }),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 5, dropped: { overflow: EVENTS - 5 } }),
  },
];

onBoth(bothExecutors(), SCENARIOS);
