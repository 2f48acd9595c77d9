import { expect } from "vitest";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 20;
/** Event n carries n + 1: numbers from 1. */
const source = evenly(100, EVENTS, { payload: { n: "{{seq}}" } });
/** Numbers of the events, from 0, whose payload meets a condition. */
const where = (holds: (n: number) => boolean): number[] => Array.from({ length: EVENTS }, (_, i) => i).filter((i) => holds(i + 1));

const SCENARIOS: Scenario[] = [
  {
    title: "R1 S4 a router takes the first rule that matches, in order, else its default port",
    design: designOf(
      { p: source, r: ["router", { rules: [{ port: "small", when: "event.data.n <= 5" }, { port: "medium", when: "event.data.n <= 12" }] }], a: SINK, b: SINK, other: SINK },
      ["p > r", "r.small > a", "r.medium > b", "r.default > other"],
    ),
    check(outcome) {
      expect(outcome.order("a")).toEqual(where((n) => n <= 5));
      expect(outcome.order("b")).toEqual(where((n) => n > 5 && n <= 12));
      expect(outcome.order("other")).toEqual(where((n) => n > 12));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS, copies: 0, dropped: {} });
    },
  },
  {
    title: "R1 a router may take every rule that matches: each further one is a copy",
    design: designOf(
      {
        p: source,
        r: ["router", { mode: "all", rules: [{ port: "even", when: "event.data.n % 2 == 0" }, { port: "third", when: "event.data.n % 3 == 0" }] }],
        even: SINK,
        third: SINK,
        other: SINK,
      },
      ["p > r", "r.even > even", "r.third > third", "r.default > other"],
    ),
    check(outcome) {
      expect(outcome.order("even")).toEqual(where((n) => n % 2 === 0));
      expect(outcome.order("third")).toEqual(where((n) => n % 3 === 0));
      expect(outcome.order("other")).toEqual(where((n) => n % 2 !== 0 && n % 3 !== 0));
      expect(outcome.ledger).toMatchObject({ copies: where((n) => n % 6 === 0).length, delivered: EVENTS + where((n) => n % 6 === 0).length });
    },
  },
  {
    title: "R1 E4 what matches no rule is dropped as unroutable where the default port leads nowhere",
    design: designOf({ p: source, r: ["router", { rules: [{ port: "small", when: "event.data.n <= 5" }] }], s: SINK }, ["p > r", "r.small > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 5, dropped: { unroutable: EVENTS - 5 } }),
  },
  {
    title: "R1 a condition that cannot be evaluated for an event does not match",
    design: designOf({ p: source, r: ["router", { rules: [{ port: "big", when: "event.data.total > 1" }] }], s: SINK, other: SINK }, ["p > r", "r.big > s", "r.default > other"]),
    check(outcome) {
      expect(outcome.node("s").in).toBe(0);
      expect(outcome.node("other").in).toBe(EVENTS);
    },
  },
  {
    title: "R1 E4 a filter passes what meets its condition and counts the rest as filtered",
    design: designOf({ p: source, f: ["filter", { when: "event.data.n > 8" }], s: SINK }, ["p > f", "f > s"]),
    check(outcome) {
      expect(outcome.order("s")).toEqual(where((n) => n > 8));
      expect(outcome.ledger).toMatchObject({ delivered: 12, filtered: 8 });
      expect(outcome.node("f")).toMatchObject({ in: EVENTS });
    },
  },
  {
    title: "R1 a filter's rejected port takes what does not pass, where it is drawn",
    design: designOf({ p: source, f: ["filter", { when: "event.data.n > 8" }], s: SINK, no: SINK }, ["p > f", "f > s", "f.rejected > no"]),
    check(outcome) {
      expect(outcome.order("no")).toEqual(where((n) => n <= 8));
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, filtered: 0 });
    },
  },
  {
    title: "R1 G3 inline kinds follow each other in the emitter's own step, without a channel",
    design: designOf(
      {
        p: source,
        q: ["queue"],
        c: service(12, { concurrency: 4 }),
        r: ["router", { mode: "all", rules: [{ port: "even", when: "event.data.n % 2 == 0" }, { port: "all", when: "true" }] }],
        f: ["filter", { when: "event.data.n > 10" }],
        again: ["router", { rules: [{ port: "ten", when: "event.data.n % 10 == 0" }] }],
        tens: SINK,
        late: SINK,
        every: SINK,
      },
      ["p > q", "q > c", "c > r", "r.even > f", "r.all > every", "f > again", "again.ten > tens", "again.default > late"],
    ),
    check(outcome) {
      // The payload went through the queue.
      expect(outcome.order("tens")).toEqual(where((n) => n === 20));
      expect(outcome.order("late")).toEqual(where((n) => n % 2 === 0 && n > 10 && n % 10 !== 0));
      expect(outcome.order("every").toSorted((a, b) => a - b)).toEqual(where(() => true));
      expect(outcome.ledger).toMatchObject({ copies: 10, filtered: 5, delivered: EVENTS + 5 });
      // All of it happens at the moment at which the consumer is done, and leaves no implicit queue behind.
      const doneMs = new Map(outcome.moves("e3").map((move) => [move.root, move.atMs]));
      for (const edge of ["e4", "e5", "e6", "e7", "e8"]) {
        expect(outcome.moves(edge).length).toBeGreaterThan(0);
        for (const move of outcome.moves(edge)) expect(move.atMs).toBe(doneMs.get(move.root));
      }
    },
    compare: (forecast, live) => expect(live.moves("e8").map((move) => move.event).toSorted()).toEqual(forecast.moves("e8").map((move) => move.event).toSorted()),
  },
  {
    title: "R1 E4 a transform gives new data, and drops what its expression has no value for",
    design: designOf(
      { p: source, t: ["transform", { expression: "event.data.n <= 5 ? event.data.missing : event.data.n * 2" }], q: ["queue"], c: service(1), f: ["filter", { when: "event.data > 30" }], s: SINK },
      ["p > t", "t > q", "q > c", "c > f", "f > s"],
    ),
    check(outcome) {
      expect(outcome.order("s")).toEqual(where((n) => n > 15));
      expect(outcome.ledger).toMatchObject({ delivered: 5, filtered: 10, dropped: { expression: 5 }, copies: 0 });
    },
  },
  {
    title: "R1 E4 a splitter makes an event of each element, nothing of an empty list, and drops what is no list",
    design: designOf(
      {
        p: source,
        t: ["splitter", { expression: "event.data.n <= 5 ? [] : event.data.n <= 8 ? [event.data.n, 0, 0] : event.data.n" }],
        q: ["queue"],
        c: service(1),
        f: ["filter", { when: "event.data > 0" }],
        s: SINK,
      },
      ["p > t", "t > q", "q > c", "c > f", "f > s"],
    ),
    check(outcome) {
      expect(outcome.order("s")).toEqual(where((n) => n > 5 && n <= 8));
      expect(outcome.node("q").in).toBe(9);
      expect(outcome.ledger).toMatchObject({ copies: 6, consumed: 5, filtered: 6, delivered: 3, dropped: { expression: 12 } });
    },
    compare: (forecast, live) => expect(live.fates("c").map((fate) => fate.slice(0, 30)).toSorted()).toEqual(forecast.fates("c").map((fate) => fate.slice(0, 30)).toSorted()),
  },
  {
    title: "S4 E3 a sink counts what was delivered, and its end-to-end latency runs from the producer's intended emission",
    design: designOf(
      { p: source, q: ["queue"], c: service(30, { concurrency: 3 }), fast: SINK, slow: SINK },
      ["p > q", "p > fast", "q > c", "c > slow"],
    ),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: 2 * EVENTS });
      expect(outcome.node("fast")).toMatchObject({ in: EVENTS, depth: { end: EVENTS } });
      expect(outcome.endToEnd("fast")).toMatchObject({ count: EVENTS, max: 0 });
      expect(outcome.endToEnd("slow").count).toBe(EVENTS);
      expect(outcome.endToEnd("slow").p50).toBeGreaterThanOrEqual(29);
    },
    compare: (forecast, live) => expect(Math.abs(live.endToEnd("slow").p50 - forecast.endToEnd("slow").p50)).toBeLessThan(15),
  },
];

onBoth(bothExecutors(), SCENARIOS, { timed: true });
