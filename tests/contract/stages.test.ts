import fc from "fast-check";
import { expect } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { eventsAccounted, eventsMade } from "../../engine/contract/ledger.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 20;
/** How late half of a live stage's events may be when the machine has other work, ms. */
const HALF_OFF_MS = 300;
/** Event n carries n + 1: numbers from 1. */
const source = evenly(100, EVENTS, { payload: { n: "{{seq}}", group: "{{pick a b}}" } });

const SCENARIOS: Scenario[] = [
  {
    title: "R2 E4 a tumbling window by count becomes one event, the child of its first; the others are absorbed",
    design: designOf(
      { p: source, a: ["aggregator", { window: { count: 5 }, emit: '{"sum": events.map(e, e.data.n).sum(), "size": size(events)}' }], q: ["queue"], c: service(1), f: ["filter", { when: "event.data.size == 5 && event.data.sum in [15, 40, 65, 90]" }], s: SINK },
      ["p > a", "a > q", "q > c", "c > f", "f > s"],
    ),
    check(outcome) {
      expect(outcome.order("s")).toEqual([0, 5, 10, 15]);
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, absorbed: 16, delivered: 4, copies: 0, filtered: 0 });
      expect(outcome.node("a")).toMatchObject({ in: EVENTS, out: 4, depth: { end: 0 } });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "R2 windows are of their key, in the order of its events",
    design: designOf(
      { p: source, a: ["aggregator", { window: { count: 2 }, by: "event.data.n % 5", emit: '[key] + events.map(e, e.data.n)' }], q: ["queue"], c: service(1), f: ["filter", { when: "event.data[1] % 5 == event.data[0] && event.data[2] == event.data[1] + 5" }], s: SINK },
      ["p > a", "a > q", "q > c", "c > f", "f > s"],
    ),
    check(outcome) {
      expect(outcome.order("s").toSorted((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
      expect(outcome.ledger).toMatchObject({ absorbed: 10, delivered: 10 });
    },
  },
  {
    title: "R2 a window by count with a length ends with whichever comes first",
    design: designOf(
      { p: source, a: ["aggregator", { window: { count: 6, durationMs: 400 }, emit: "events.map(e, e.data.n)" }], f: ["filter", { when: "size(event.data) == 6 || event.data == [19, 20]" }], s: SINK },
      ["p > a", "a > f", "f > s"],
    ),
    check(outcome) {
      expect(outcome.order("s")).toEqual([0, 6, 12, 18]);
      expect(outcome.ledger).toMatchObject({ delivered: 4, absorbed: 16, filtered: 0 });
    },
  },
  {
    title: "R2 E4 sliding windows of time share events: the first of several windows becomes several events",
    design: designOf(
      { p: evenly(20, 8), a: ["aggregator", { window: { type: "sliding", durationMs: 400, slideMs: 200, graceMs: 400 } }], q: ["queue"], c: service(1), s: SINK },
      ["p > a", "a > q", "q > c", "c > s"],
    ),
    // Events at 50, 100, … 400 ms; windows end at 200, 400, 600 and 800.
    check(outcome) {
      expect(outcome.order("s")).toEqual([0, 0, 3, 7]);
      expect(outcome.ledger).toMatchObject({ produced: 8, copies: 1, absorbed: 5, delivered: 4 });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "R2 tumbling windows of time hold what was emitted in them, and what comes when they are over is late",
    design: designOf(
      {
        p: evenly(20, 10),
        slow: ["delay", { delayMs: 800 }],
        a: ["aggregator", { window: { durationMs: 225, time: "born", graceMs: 400 }, emit: "size(events)" }],
        b: ["aggregator", { window: { durationMs: 225, time: "born", graceMs: 1400 }, emit: "size(events)" }],
        s: SINK,
        late: SINK,
        t: SINK,
      },
      ["p > a", "p > slow", "slow > a", "slow > b", "a > s", "a.late > late", "b > t"],
    ),
    // Born at 50, 100, … 500 ms: four in each window, and two in the third; those of the delay come 800 ms later.
    check(outcome) {
      expect(outcome.order("s")).toEqual([0, 4, 8]);
      expect(outcome.order("late").toSorted((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(outcome.order("t")).toEqual([0, 4, 8]);
      expect(outcome.ledger).toMatchObject({ delivered: 16, absorbed: 14, dropped: {} });
    },
  },
  {
    title: "R2 E4 a join makes one event of a left and a right one; what finds no partner is late",
    design: designOf(
      {
        p: evenly(100, 10, { payload: { n: "{{seq}}" } }),
        r: evenly(100, 7, { payload: { n: "{{seq}}" } }),
        slow: ["delay", { delayMs: 150 }],
        j: ["join", { by: "event.data.n", windowMs: 700 }],
        f: ["filter", { when: "event.data.left.n == event.data.right.n" }],
        s: SINK,
        late: SINK,
      },
      ["p > j.left", "r > slow", "slow > j.right", "j > f", "f > s", "j.late > late"],
    ),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: 17, absorbed: 7, delivered: 10, filtered: 0 });
      // The left ones came first: their roots go on. Right ones 10 ms apart may pass each other on their way.
      expect(outcome.order("s").toSorted((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(outcome.order("late")).toEqual([7, 8, 9]);
    },
    compare: (forecast, live) => expect(live.fates("s")).toEqual(forecast.fates("s")),
  },
  {
    title: "R2 E4 a join without a late port drops what finds no partner as unmatched",
    design: designOf({ p: evenly(100, 5), j: ["join", { windowMs: 100 }], s: SINK }, ["p > j.left", "j > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 0, dropped: { unmatched: 5 } }),
  },
  {
    title: "R3 a throttle lets a burst through and then its rate; none is dropped",
    design: designOf({ p: evenly(200, EVENTS), t: ["throttle", { max: 5, durationMs: 250 }], s: SINK }, ["p > t", "t > s"]),
    check(outcome, side) {
      expect(outcome.order("s")).toEqual(Array.from({ length: EVENTS }, (_, n) => n));
      const times = outcome.moves("e2").map(({ atMs }) => atMs);
      // The first at 5 ms takes a token of the full bucket; the n-th has to wait for the one that is there at 5 + (n − 4) · 50.
      const off = times.map((atMs, n) => atMs - Math.max(5 + 5 * n, 5 + (n - 4) * 50)).toSorted((a, b) => a - b);
      expect(off[0]).toBeGreaterThan(-1.5);
      // Never earlier than the bucket lets it; how much later tells of the machine.
      expect(off[EVENTS / 2]).toBeLessThan(side === "live" ? 2 * HALF_OFF_MS : 1.5);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, dropped: {} });
    },
  },
  {
    title: "R3 E4 a debounce lets the last of a burst pass and absorbs the others",
    design: designOf({ p: source, later: ["delay", { delayMs: 2200 }], d: ["debounce", { windowMs: 900 }], s: SINK }, ["p > d", "p > later", "later > d", "d > s"]),
    check(outcome) {
      expect(outcome.order("s")).toEqual([EVENTS - 1, EVENTS - 1]);
      expect(outcome.ledger).toMatchObject({ copies: EVENTS, absorbed: 2 * EVENTS - 2, delivered: 2 });
      for (const { waitMs, outcome: end } of outcome.spans("d")) if (end === "done") expect(waitMs).toBeGreaterThan(899);
    },
  },
  {
    title: "R3 E4 a deduplicate lets the first of equal events pass until its window is over",
    design: designOf({ p: evenly(20, EVENTS, { payload: { n: "{{seq}}" } }), d: ["deduplicate", { by: "event.data.n % 4", windowMs: 450 }], s: SINK }, ["p > d", "d > s"]),
    check(outcome) {
      // Every 200 ms the same value comes again: two repeats are within 450 ms.
      expect(outcome.order("s")).toEqual([0, 1, 2, 3, 12, 13, 14, 15]);
      expect(outcome.ledger).toMatchObject({ deduplicated: 12, delivered: 8 });
    },
    compare: (forecast, live) => expect(live.fates("s")).toEqual(forecast.fates("s")),
  },
  {
    title: "R3 a delay holds each event for its time, however many there are",
    design: designOf({ p: source, d: ["delay", { delayMs: 500 }], s: SINK }, ["p > d", "d > s"]),
    check(outcome, side) {
      expect(outcome.order("s")).toEqual(Array.from({ length: EVENTS }, (_, n) => n));
      expect(outcome.endToEnd("s").p50).toBeGreaterThan(499);
      expect(outcome.endToEnd("s").p50).toBeLessThan(side === "live" ? 500 + HALF_OFF_MS : 501);
      expect(outcome.node("d").depth.max).toBeGreaterThan(EVENTS / 2);
    },
  },
];

/** Stages that let everything go by themselves. */
const stage = fc.constantFrom<[kind: string, settings: Record<string, Json>]>(
  ["delay", { delayMs: 60 }],
  ["throttle", { max: 5, durationMs: 100 }],
  ["debounce", { windowMs: 100, by: "event.data.way" }],
  ["deduplicate", { windowMs: 300, by: "event.data.way" }],
  ["aggregator", { window: { count: 3, durationMs: 150 } }],
  ["aggregator", { window: { type: "sliding", durationMs: 200, slideMs: 80 }, emit: '{"way": size(events)}' }],
);

/** Random designs of stages: their books close. What is equal depends on times, and so on the machine. */
const RANDOM = fc.sample(fc.tuple(stage, stage, stage, fc.constantFrom(30, 400)), { numRuns: 4, seed: 8 }).map(
  ([first, second, third, windowMs], index): Scenario => ({
    title: `E4 R2 R3 stages ${index + 1} (${first[0]}, ${second[0]}, ${third[0]}): their part of the books closes`,
    design: designOf(
      { p: evenly(80, 16, { payload: { way: "{{int 1 3}}" } }), p2: evenly(50, 10, { payload: { way: "{{int 1 3}}" } }), first, q: ["queue"], c: service(3), second, third, j: ["join", { by: "size(event.id)", windowMs }], s: SINK, t: SINK },
      ["p > first", "first > q", "q > c", "c > second", "second > j.left", "p2 > third", "first > third", "third > j.right", "j > s", ...(index % 2 ? ["j.late > t"] : [])],
    ),
    check({ ledger }) {
      expect(ledger.produced).toBe(26);
      expect(eventsMade(ledger)).toBe(eventsAccounted(ledger));
    },
  }),
);

onBoth(bothExecutors(), [...SCENARIOS, ...RANDOM], { timed: true, audit: true });
