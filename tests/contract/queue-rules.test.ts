import { expect } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 10;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const STARTS_LATE = { coldStartMs: 1500 };
const numbered = (ratePerSecond: number, count = EVENTS, more: Record<string, Json> = {}) => evenly(ratePerSecond, count, { payload: { n: "{{seq}}" }, ...more });
/** How long after its emission each event began to be served, by number, ms. */
const afterEmission = (outcome: Outcome, node: string, producer = "p"): number[] => {
  const emitted = outcome.emitted(producer);
  return outcome.spans(node).map((span) => span.startMs - emitted[outcome.number(span)]!);
};
/** Sends what has this first entry in its `x-death` header to a, the rest to b. */
const byDeath = (when: string): readonly [string, Record<string, Json>] => ["router", { rules: [{ port: "a", when }] }];

const SCENARIOS: Scenario[] = [
  {
    title: "Q6 a delay: no event may be taken before it, and waits count from then",
    design: designOf({ p: numbered(100), q: ["queue", { delayMs: 300 }], c: service(1), s: SINK }, ["p > q", "q > c", "c > s"]),
    check(outcome) {
      for (const ms of afterEmission(outcome, "c")) expect(ms).toBeGreaterThanOrEqual(299);
      expect(outcome.order("c")).toEqual(upTo(EVENTS));
      expect(outcome.node("q").waitMs.mean).toBeLessThan(150);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS });
    },
  },
  {
    title: "Q6 Q2 a delayed event goes in line by its priority when it falls due",
    design: designOf(
      { p: numbered(200, EVENTS, { priority: [{ priority: 1, weight: 1 }, { priority: 9, weight: 1 }] }), q: ["queue", { delayMs: 200, priorities: true }], c: service(2, STARTS_LATE), s: SINK },
      ["p > q", "q > c", "c > s"],
    ),
    compare: (forecast, live) => expect(live.order("c")).toEqual(forecast.order("c")),
  },
  {
    title: "Q6 E4 an event whose time to live is over is not delivered: without a dead-letter port it is dropped as expired",
    design: designOf({ p: numbered(1000), q: ["queue", { ttlMs: 600 }], c: service(240), s: SINK }, ["p > q", "q > c", "c > s"]),
    check(outcome) {
      expect(outcome.order("c")).toEqual([0, 1, 2]);
      expect(outcome.ledger).toMatchObject({ delivered: 3, dropped: { expired: EVENTS - 3 } });
    },
  },
  {
    title: "Q6 X4 a queue without consumers is a delay line into its dead-letter port, to the millisecond",
    design: designOf(
      { p: numbered(50), q: ["queue", { ttlMs: 400 }], next: ["queue"], c: service(1), r: byDeath("event.headers['x-death'][0].reason == 'expired' && event.headers['x-first-death-reason'] == 'expired'"), a: SINK, b: SINK },
      ["p > q", "q.deadLetter > next", "next > c", "c > r", "r.a > a", "r.default > b"],
    ),
    check(outcome) {
      expect(outcome.order("a")).toEqual(upTo(EVENTS));
      for (const ms of afterEmission(outcome, "c")) expect(ms).toBeGreaterThanOrEqual(399);
      // The dead letter is meant for the very moment at which it expired, so a late look is a wait in the next queue.
      expect(outcome.node("next").waitMs.mean).toBeLessThan(150);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, copies: 0, dropped: {} });
    },
  },
  {
    title: "Q6 Q1 Q2 the oldest expire first in a LIFO queue too, and events with a priority wherever they stand",
    design: designOf(
      { p: numbered(100), lifo: ["queue", { ttlMs: 200, order: "lifo" }], ranked: ["queue", { ttlMs: 200, priorities: true }], p2: numbered(100, EVENTS, { priority: [{ priority: 1, weight: 1 }, { priority: 9, weight: 1 }] }), a: DEAD_LETTER, b: DEAD_LETTER },
      ["p > lifo", "p2 > ranked", "lifo.deadLetter > a", "ranked.deadLetter > b"],
    ),
    check(outcome) {
      expect(outcome.moves("e3").map(({ root }) => root)).toEqual(outcome.spans("p").map(({ root }) => root));
      expect(outcome.moves("e4").map(({ root }) => root)).toEqual(outcome.spans("p2").map(({ root }) => root));
      expect(outcome.ledger).toMatchObject({ deadLettered: 2 * EVENTS });
    },
  },
  {
    title: "Q9 by key: one event of each key within the window, the others are deduplicated",
    design: designOf({ p: numbered(200, 24, { key: { mode: "expression", expression: "string(event.data.n % 3)" } }), q: ["queue", { deduplicate: { by: "key", windowMs: 5000 } }], c: service(1), s: SINK }, ["p > q", "q > c", "c > s"]),
    check(outcome) {
      expect(outcome.order("c")).toEqual([0, 1, 2]);
      expect(outcome.ledger).toMatchObject({ produced: 24, delivered: 3, deduplicated: 21 });
    },
  },
  {
    title: "Q9 the window opens with the first event and ends by itself; events without a key are all taken",
    design: designOf(
      { p: evenly(5, EVENTS, { key: { mode: "uniform", count: 1 } }), q: ["queue", { deduplicate: { by: "key", windowMs: 500 } }], c: service(1), s: SINK, p2: evenly(50, EVENTS), q2: ["queue", { deduplicate: { by: "key", windowMs: 5000 } }], c2: service(1) },
      ["p > q", "q > c", "c > s", "p2 > q2", "q2 > c2", "c2 > s"],
    ),
    check(outcome) {
      expect(outcome.order("c")).toEqual([0, 3, 6, 9]);
      expect(outcome.order("c2")).toEqual(upTo(EVENTS));
    },
  },
  {
    title: "Q9 by id: what comes twice from one event of the source is taken once, in a full queue too",
    design: designOf(
      { p: numbered(100), f: ["filter"], g: ["filter"], q: ["queue", { deduplicate: { by: "id", windowMs: 5000 }, maxLength: 4 }], c: service(15), s: SINK },
      ["p > f", "p > g", "f > q", "g > q", "q > c", "c > s"],
    ),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: EVENTS, deduplicated: EVENTS }),
  },
  {
    title: "X3 P5 a full queue that rejects refuses its own copy only, and the publisher is told",
    design: designOf(
      { p: numbered(100, EVENTS, { whenRefused: "drop" }), x: ["exchange", { type: "fanout" }], a: ["queue", { maxLength: 2, overflow: "reject-publish" }], b: ["queue"], ca: service(1, STARTS_LATE), cb: service(1), sa: SINK, sb: SINK },
      ["p > x", "x > a", "x > b", "a > ca", "b > cb", "ca > sa", "cb > sb"],
    ),
    check(outcome) {
      expect(outcome.order("sa")).toEqual([0, 1]);
      expect(outcome.order("sb")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ copies: EVENTS, delivered: EVENTS + 2, dropped: { rejected: EVENTS - 2 } });
      expect(outcome.node("p").out).toBe(EVENTS);
    },
  },
  {
    title: "X3 Q7 a full queue that blocks holds back the whole publish: no queue has its copy before",
    design: designOf(
      { p: numbered(100), x: ["exchange", { type: "fanout" }], a: ["queue", { maxLength: 1 }], b: ["queue"], ca: service(60), cb: service(1), sa: SINK, sb: SINK },
      ["p > x", "x > a", "x > b", "a > ca", "b > cb", "ca > sa", "cb > sb"],
    ),
    check(outcome) {
      expect(outcome.order("sa")).toEqual(upTo(EVENTS));
      expect(outcome.order("sb")).toEqual(upTo(EVENTS));
      // The last comes into a as the one before the one before it leaves its slot.
      expect(outcome.spans("cb").at(-1)!.startMs).toBeGreaterThan(outcome.spans("ca").at(-3)!.startMs);
    },
  },
  {
    title: "X3 Q7 copies over the most go: the oldest to the dead-letter exchange, with the reason maxlen (X4)",
    design: designOf(
      {
        p: numbered(100),
        x: ["exchange", { type: "fanout" }],
        a: ["queue", { maxLength: 3, overflow: "drop-head", deadLetterRoutingKey: "full.a" }],
        b: ["queue", { maxLength: 3, overflow: "reject-publish-dlx" }],
        ca: service(1, STARTS_LATE),
        cb: service(1, STARTS_LATE),
        dlx: ["exchange", { type: "topic", routingKey: "'unused'" }],
        sa: SINK,
        sb: SINK,
        fromA: ["queue"],
        fromB: ["queue"],
        da: service(1),
        db: service(1),
        r: byDeath("event.headers['x-death'][0].reason == 'maxlen' && event.headers['x-death'][0]['routing-keys'] == ['event'] && event.headers['x-death'][0].exchange.endsWith('x')"),
        dead: SINK,
        other: SINK,
      },
      ["p > x", "x > a", "x > b", "a > ca", "b > cb", "ca > sa", "cb > sb", "a.deadLetter > dlx", "b.deadLetter > dlx", ["dlx > fromA", { bindingKey: "full.*" }], ["dlx > fromB", { bindingKey: "event" }], "fromA > da", "fromB > db", "da > r", "db > r", "r.a > dead", "r.default > other"],
    ),
    check(outcome) {
      expect(outcome.order("sa")).toEqual([7, 8, 9]);
      expect(outcome.order("sb")).toEqual([0, 1, 2]);
      expect(outcome.order("da")).toEqual(upTo(7));
      expect(outcome.order("db")).toEqual([3, 4, 5, 6, 7, 8, 9]);
      expect(outcome.node("dead").in).toBe(14);
    },
  },
  {
    title: "X4 rejected for a permanent failure, delivery_limit for spent attempts: a headers exchange tells them apart",
    design: designOf(
      {
        p: numbered(100, 20),
        q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 0 } }],
        c: service(1, { failureRate: 0.5, permanentFailureRate: 0.5 }),
        dlx: ["exchange", { type: "headers" }],
        a: SINK,
        b: SINK,
      },
      ["p > q", "q > c", "q.deadLetter > dlx", ["dlx > a", { headers: { "x-first-death-reason": "rejected" }, match: "all-with-x" }], ["dlx > b", { headers: { "x-first-death-reason": "delivery_limit" }, match: "all-with-x" }]],
    ),
    check(outcome) {
      expect(outcome.node("a").in).toBeGreaterThan(5);
      expect(outcome.node("b").in).toBeGreaterThan(0);
      expect(outcome.ledger).toMatchObject({ delivered: 20, failed: 0, dropped: {} });
    },
    compare: (forecast, live) => expect([live.fates("a"), live.fates("b")]).toEqual([forecast.fates("a"), forecast.fates("b")]),
  },
  {
    title: "X4 E4 an event that comes back to a queue without a rejection is dropped as a cycle",
    design: designOf({ p: numbered(100), q: ["queue", { ttlMs: 50 }], w: ["queue", { ttlMs: 50 }], x: ["exchange", { type: "fanout" }] }, ["p > q", "q.deadLetter > x", "x > w", "w.deadLetter > q"]),
    check(outcome) {
      expect(outcome.node("w").in).toBe(EVENTS);
      expect(outcome.ledger).toMatchObject({ delivered: 0, dropped: { cycle: EVENTS } });
    },
  },
  {
    title: "X4 with a rejection on its way it goes round, and x-death counts: a retry with a delay, three times",
    design: designOf(
      { p: numbered(100), q: ["queue"], c: service(1, { permanentFailureRate: 1 }), r: byDeath("event.headers['x-death'].exists(d, d.queue.endsWith('q') && d.count >= 3)"), wait: ["queue", { ttlMs: 60 }], a: SINK },
      ["p > q", "q > c", "q.deadLetter > r", "r.a > a", "r.default > wait", "wait.deadLetter > q"],
    ),
    check(outcome) {
      expect(outcome.node("a").in).toBe(EVENTS);
      expect(outcome.node("c").in).toBe(3 * EVENTS);
      expect(outcome.node("wait").in).toBe(2 * EVENTS);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, dropped: {}, copies: 0 });
    },
  },
];

onBoth(bothExecutors(), SCENARIOS, { timed: true });
