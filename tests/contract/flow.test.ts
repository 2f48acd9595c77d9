import { expect } from "vitest";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 40;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const IMMEDIATELY = { type: "fixed", delayMs: 0 };

/** Producers straight into a sink: what they emit, and when. */
function arrivals(process: Record<string, number | string>, limit: Record<string, number>) {
  return designOf({ p: ["producer", { arrivals: process, limit }], s: SINK }, ["p > s"]);
}

/** A producer whose events go by a condition. */
function routed(producer: Parameters<typeof evenly>[2], when: string) {
  return designOf({ p: evenly(90, 100, producer), r: ["router", { rules: [{ port: "yes", when }] }], yes: SINK, no: SINK }, ["p > r", "r.yes > yes", "r.default > no"]);
}

const SCENARIOS: Scenario[] = [
  {
    title: "G2 a producer straight to a consumer just runs, over an implicit queue that is told by its edge",
    design: designOf({ p: evenly(60, EVENTS), c: service(2), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS, copies: 0 });
      expect(outcome.channel("e1")).toMatchObject({ name: "p→c", in: EVENTS, out: EVENTS });
      expect(outcome.node("c")).toMatchObject({ in: EVENTS, out: EVENTS });
    },
  },
  {
    title: "G2 an implicit queue takes settings from its edge",
    design: designOf({ p: evenly(60, EVENTS), c: service(2, { failureRate: 1 }), s: SINK }, [["p > c", { attempts: 2, backoff: IMMEDIATELY }], "c > s"]),
    check: (outcome) => expect([outcome.node("c").in, outcome.ledger.failed]).toEqual([2 * EVENTS, EVENTS]),
  },
  {
    title: "G6 n edges from a port copy the event to each",
    design: designOf({ p: evenly(60, EVENTS), q: ["queue"], a: service(2), b: service(3), s: SINK, t: SINK }, ["p > q", "p > b", "p > t", "q > a", "a > s", "b > s"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: 2 * EVENTS, delivered: 3 * EVENTS });
      expect([outcome.node("a").in, outcome.node("b").in, outcome.node("t").in, outcome.node("s").in]).toEqual([EVENTS, EVENTS, EVENTS, 2 * EVENTS]);
    },
  },
  {
    title: "G4 a cycle through a channel goes on until its condition ends it",
    design: designOf(
      { p: evenly(60, EVENTS), c: service(2), r: ["router", { rules: [{ port: "again", when: "event.id.matches('[0-7]$')" }] }], s: SINK },
      ["p > c", "c > r", "r.again > c", "r.default > s"],
    ),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS });
      expect(outcome.node("c").in).toBeGreaterThan(EVENTS * 1.4);
    },
    compare: (forecast, live) => expect(live.node("c").in).toBe(forecast.node("c").in),
  },
  {
    title: "C3 no event emitted: consumed",
    design: designOf({ p: evenly(60, EVENTS), c: service(2, { emits: 0 }), s: SINK }, ["p > c", "c > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ consumed: EVENTS, delivered: 0, copies: 0 }),
  },
  {
    title: "C3 a consumer whose port leads nowhere consumes",
    design: designOf({ p: evenly(60, EVENTS), c: service(2) }, ["p > c"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ consumed: EVENTS, delivered: 0 }),
  },
  {
    title: "C3 three events emitted for each",
    design: designOf({ p: evenly(40, EVENTS), c: service(2, { emits: 3 }), d: service(1), s: SINK }, ["p > c", "c > d", "d > s"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: 2 * EVENTS, delivered: 3 * EVENTS });
      expect(new Set(outcome.spans("d").map((span) => span.event)).size).toBe(3 * EVENTS);
    },
  },
  {
    title: "C3 G6 the failed port takes what failed for good, the out port the rest",
    design: designOf({ p: evenly(60, EVENTS), c: service(2, { permanentFailureRate: 0.4 }), s: SINK, f: service(1), t: SINK }, ["p > c", "c > s", "c.failed > f", "f > t"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, failed: 0 });
      expect(outcome.node("s").in + outcome.node("t").in).toBe(EVENTS);
      expect(outcome.node("t").in).toBe(outcome.node("c").errors);
    },
    compare: (forecast, live) => expect(live.node("t").in).toBe(forecast.node("t").in),
  },
  {
    title: "G3 R1 router, first match: each event takes one way",
    design: designOf(
      {
        p: evenly(90, 100, { payload: { total: "{{int 1 200}}", country: "{{pick DE FR IT}}" } }),
        r: ["router", { rules: [{ port: "big", when: "event.data.total > 150" }, { port: "german", when: "event.data.country == 'DE'" }] }],
        big: SINK,
        german: SINK,
        other: SINK,
      },
      ["p > r", "r.big > big", "r.german > german", "r.default > other"],
    ),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: 100, delivered: 100, copies: 0 });
      for (const id of ["big", "german", "other"]) expect(outcome.node(id).in).toBeGreaterThan(5);
      expect(outcome.node("r")).toMatchObject({ in: 100, out: 100 });
    },
    compare: (forecast, live) => expect(["big", "german", "other"].map((id) => live.node(id).in)).toEqual(["big", "german", "other"].map((id) => forecast.node(id).in)),
  },
  {
    title: "R1 router, all matches: a copy on each way",
    design: designOf(
      { p: evenly(90, 100, { payload: { n: "{{seq}}" } }), r: ["router", { mode: "all", rules: [{ port: "even", when: "int(event.data.n) % 2 == 0" }, { port: "third", when: "int(event.data.n) % 3 == 0" }] }], even: SINK, third: SINK, none: SINK },
      ["p > r", "r.even > even", "r.third > third", "r.default > none"],
    ),
    check(outcome) {
      expect([outcome.node("even").in, outcome.node("third").in, outcome.node("none").in]).toEqual([50, 33, 33]);
      expect(outcome.ledger).toMatchObject({ produced: 100, copies: 16, delivered: 116 });
    },
  },
  {
    title: "R1 what matches nothing and has no default port is unroutable",
    design: designOf({ p: evenly(90, 100, { payload: { n: "{{seq}}" } }), c: service(1), r: ["router", { rules: [{ port: "first", when: "int(event.data.n) <= 30" }] }], s: SINK }, ["p > c", "c > r", "r.first > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 30, dropped: { unroutable: 70 } }),
  },
  {
    title: "R1 filter: passes, rejects to its port, or is filtered",
    design: designOf(
      {
        p: evenly(90, 100, { payload: { n: "{{seq}}" } }),
        f: ["filter", { when: "int(event.data.n) > 20" }],
        g: ["filter", { when: "int(event.data.n) > 50" }],
        h: ["filter", { when: "event.data.missing > 3" }],
        s: SINK,
        rejected: SINK,
      },
      ["p > f", "f > g", "f.rejected > rejected", "g > s", "p > h", "h > s"],
    ),
    check: (outcome) => expect([outcome.node("s").in, outcome.node("rejected").in, outcome.ledger.filtered]).toEqual([50, 20, 130]),
  },
  {
    title: "P1 P2 constant arrivals for a duration: every one before its end",
    design: arrivals({ process: "constant", ratePerSecond: 100 }, { durationMs: 500 }),
    check(outcome) {
      expect(outcome.ledger.produced).toBe(49);
      expect(outcome.emitted("p").map((at) => Math.round(at))).toEqual(upTo(49).map((n) => (n + 1) * 10));
    },
  },
  ...[
    { title: "P1 Poisson arrivals", process: { process: "poisson", ratePerSecond: 70 } },
    { title: "P1 a ramp", process: { process: "ramp", ratePerSecond: 20, toRatePerSecond: 100, overMs: 1000 } },
    { title: "P1 a spike", process: { process: "spike", ratePerSecond: 40, factor: 3, everyMs: 700, lengthMs: 200 } },
  ].map(
    ({ title, process }): Scenario => ({
      title: `${title}: the same events at the same intended times on both`,
      design: arrivals(process, { durationMs: 1500 }),
      check: (outcome) => expect(outcome.ledger.produced).toBeGreaterThan(60),
      compare(forecast, live) {
        expect(live.ledger).toEqual(forecast.ledger);
        const times = forecast.emitted("p");
        for (const [n, at] of live.emitted("p").entries()) expect(at).toBeCloseTo(times[n]!, 6);
        expect(live.spans("p").map((span) => span.event)).toEqual(forecast.spans("p").map((span) => span.event));
      },
    }),
  ),
  {
    title: "P2 a count",
    design: arrivals({ process: "poisson", ratePerSecond: 80 }, { count: 33 }),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ produced: 33, delivered: 33 }),
  },
  {
    title: "P3 uniform keys",
    design: routed({ key: { mode: "uniform", count: 4 } }, "event.key == 'k0'"),
    check: (outcome) => expect(Math.abs(outcome.node("yes").in - 25)).toBeLessThan(18),
    compare: (forecast, live) => expect(live.node("yes").in).toBe(forecast.node("yes").in),
  },
  {
    title: "P3 Zipf keys: the first is hot",
    design: routed({ key: { mode: "zipf", count: 50, exponent: 1.5 } }, "event.key == 'k0'"),
    // 1 / Σ k^−1.5 over 50 keys: 0.43.
    check: (outcome) => expect(Math.abs(outcome.node("yes").in - 43)).toBeLessThan(20),
    compare: (forecast, live) => expect(live.node("yes").in).toBe(forecast.node("yes").in),
  },
  {
    title: "P3 P4 keys from an expression over the payload",
    design: routed({ payload: { who: "{{pick ada bob}}" }, key: { mode: "expression", expression: "event.data.who" } }, "event.key == 'ada' && event.data.who == 'ada'"),
    check: (outcome) => expect(Math.abs(outcome.node("yes").in - 50)).toBeLessThan(21),
    compare: (forecast, live) => expect(live.node("yes").in).toBe(forecast.node("yes").in),
  },
  {
    title: "E1 E2 E5 one seed: the same ids, hop by hop, and the same fate for each attempt",
    design: designOf(
      {
        p: evenly(60, EVENTS),
        q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 20, jitter: 0.5 } }],
        c: service(2, { failureRate: 0.3, permanentFailureRate: 0.1, concurrency: 2 }),
        next: service(1, { failureRate: 0.2, concurrency: 2 }),
        s: SINK,
        d: DEAD_LETTER,
      },
      ["p > q", "q > c", "c > next", "q.deadLetter > d", "next > s"],
    ),
    check: (outcome) => expect(new Set(outcome.spans("c").map((span) => span.outcome))).toEqual(new Set(["done", "retried", "failed"])),
    compare(forecast, live) {
      expect(live.fates("c")).toEqual(forecast.fates("c"));
      expect(live.fates("next")).toEqual(forecast.fates("next"));
      expect(live.ledger).toEqual(forecast.ledger);
    },
  },
  {
    title: "E3 S4 a sink counts what was delivered, and the time since it was meant to be emitted",
    design: designOf({ p: evenly(50, EVENTS), c: service(30, { concurrency: 4 }), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      expect(outcome.node("s")).toMatchObject({ in: EVENTS });
      const { endToEndMs } = outcome.result.report;
      const [, own] = Object.entries(endToEndMs.bySink).find(([id, stats]) => id.endsWith("_s") && stats.count === EVENTS && Math.abs(stats.mean - 32) < 8) ?? [];
      expect(own?.mean).toBeGreaterThan(29.9);
    },
  },
];

onBoth(bothExecutors(), SCENARIOS);
