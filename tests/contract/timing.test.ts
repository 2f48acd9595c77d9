import { expect } from "vitest";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

/**
 * How far a live run may be off on a machine that has other work, ms. Also early: what follows an attempt counts from its
 * intended end, so that lateness is made up for (rule C1).
 */
const OFF_MS = 100;

function expectTime(measuredMs: number, wantedMs: number): void {
  expect(Math.abs(measuredMs - wantedMs)).toBeLessThan(OFF_MS);
}

/** Times between the end of an event's attempt and the start of its next one, by event. */
function gaps(outcome: Outcome): { event: string; ms: number[] }[] {
  const byEvent = new Map<string, SpanSample[]>();
  for (const span of outcome.spans("c")) byEvent.set(span.event, [...(byEvent.get(span.event) ?? []), span]);
  return [...byEvent].map(([event, spans]) => ({ event, ms: spans.slice(1).map((span, i) => span.startMs - spans[i]!.startMs - spans[i]!.serviceMs) }));
}

/** Most spans that were open at one time. */
function mostAtOnce(spans: readonly SpanSample[]): number {
  return Math.max(...spans.map(({ startMs }) => spans.filter((other) => other.startMs <= startMs && startMs < other.startMs + other.serviceMs - 1).length));
}

function retrying(queue: { backoff: object; attempts: number }) {
  return designOf({ p: evenly(10, 5), q: ["queue", queue as never], c: service(5, { failureRate: 1, concurrency: 5 }), s: SINK }, ["p > q", "q > c", "c > s"]);
}

/** One of each distribution (rule C1). */
const TIMES = [
  { distribution: "constant", meanMs: 20 },
  { distribution: "exponential", meanMs: 20 },
  { distribution: "lognormal", meanMs: 20, cv: 2 },
  { distribution: "gamma", meanMs: 20, cv: 0.5 },
  { distribution: "uniform", minMs: 5, maxMs: 50 },
  { distribution: "pareto", meanMs: 20, shape: 2.5 },
  { distribution: "empirical", valuesMs: [4, 8, 60] },
];

const SCENARIOS: Scenario[] = [
  {
    title: "Q4 a fixed backoff waits the same each time",
    design: retrying({ attempts: 4, backoff: { type: "fixed", delayMs: 300 } }),
    check: (outcome) => gaps(outcome).forEach(({ ms }) => [300, 300, 300].forEach((wanted, i) => expectTime(ms[i]!, wanted))),
  },
  {
    title: "Q4 an exponential backoff doubles",
    design: retrying({ attempts: 4, backoff: { type: "exponential", delayMs: 210 } }),
    check: (outcome) => gaps(outcome).forEach(({ ms }) => [210, 420, 840].forEach((wanted, i) => expectTime(ms[i]!, wanted))),
  },
  {
    title: "Q4 jitter: the same draws on both, within [d(1−j), d]",
    design: retrying({ attempts: 4, backoff: { type: "fixed", delayMs: 500, jitter: 0.8 } as never }),
    check: (outcome) =>
      gaps(outcome)
        .flatMap(({ ms }) => ms)
        .forEach((ms) => {
          expect(ms).toBeGreaterThan(100 - OFF_MS);
          expect(ms).toBeLessThan(500 + OFF_MS);
        }),
    compare(forecast, live) {
      const wanted = new Map(gaps(forecast).map(({ event, ms }) => [event, ms]));
      expect(Math.max(...gaps(forecast).flatMap(({ ms }) => ms)) - Math.min(...gaps(forecast).flatMap(({ ms }) => ms))).toBeGreaterThan(250);
      for (const { event, ms } of gaps(live)) for (const [i, gap] of ms.entries()) expectTime(gap, wanted.get(event)![i]!);
    },
  },
  {
    title: "Q3 a wait after a backoff counts from when it is over, not from the first arrival",
    design: retrying({ attempts: 3, backoff: { type: "fixed", delayMs: 200 } }),
    check: (outcome) => outcome.spans("c").forEach((span) => expect(span.waitMs).toBeLessThan(OFF_MS)),
  },
  {
    title: "Q8 a rate limit lets so many start in each window, which opens with its first start",
    design: designOf({ p: evenly(200, 20), q: ["queue", { rateLimit: { max: 4, durationMs: 400 } }], c: service(1, { concurrency: 20, coldStartMs: 300 }), s: SINK }, ["p > q", "q > c", "c > s"]),
    check(outcome) {
      const starts = outcome.spans("c").map((span) => span.startMs);
      for (let n = 4; n < 20; n++) expect(starts[n]! - starts[n - 4]!).toBeGreaterThan(400 - OFF_MS);
      for (let window = 0; window < 5; window++) {
        const inside = starts.slice(window * 4, window * 4 + 4);
        expectTime(inside[0]!, 300 + window * 400);
        expect(inside[3]! - inside[0]!).toBeLessThan(OFF_MS);
      }
      expect(outcome.ledger.delivered).toBe(20);
    },
  },
  {
    title: "Q8 the limit is the queue's, whatever the number of consumers",
    design: designOf(
      { p: evenly(100, 12), q: ["queue", { rateLimit: { max: 3, durationMs: 400 } }], a: service(1, { concurrency: 3 }), b: service(1, { replicas: 3 }), s: SINK },
      ["p > q", "q > a", "q > b", "a > s", "b > s"],
    ),
    check(outcome) {
      const starts = [...outcome.spans("a"), ...outcome.spans("b")].map((span) => span.startMs).toSorted((x, y) => x - y);
      for (let n = 3; n < 12; n++) expect(starts[n]! - starts[n - 3]!).toBeGreaterThan(400 - OFF_MS);
      expectTime(starts[11]!, 10 + 3 * 400);
    },
  },
  {
    title: "C1 replicas × concurrency bound what is in service at once, and are used",
    design: designOf({ p: evenly(200, 24), c: service(100, { replicas: 2, concurrency: 3, coldStartMs: 300 }), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      expect(mostAtOnce(outcome.spans("c"))).toBe(6);
      const last = outcome.spans("c").at(-1)!;
      // Four rounds of six.
      expectTime(last.startMs + last.serviceMs, 300 + 4 * 100);
      for (const frame of outcome.result.frames) for (const node of Object.values(frame.nodes)) expect(node.inFlight).toBeLessThanOrEqual(Math.max(node.capacity, 40));
    },
  },
  {
    title: "C1 one consumer's slots are shared by the channels that it reads",
    design: designOf({ p: evenly(100, 10), p2: evenly(100, 10), c: service(60, { concurrency: 2, coldStartMs: 300 }), s: SINK }, ["p > c", "p2 > c", "c > s"]),
    check(outcome) {
      expect(mostAtOnce(outcome.spans("c"))).toBe(2);
      expect(outcome.ledger.delivered).toBe(20);
    },
  },
  {
    title: "C1 service times are the same draws on both",
    design: designOf({ p: evenly(40, 30), c: ["consumer", { serviceTime: { distribution: "lognormal", meanMs: 20, cv: 1 }, concurrency: 10 }], s: SINK }, ["p > c", "c > s"]),
    compare(forecast, live) {
      // What a slot is late to take an event, it makes up for: the whole of both is what was drawn.
      const wholeMs = (span: SpanSample): number => span.waitMs + span.serviceMs;
      const wanted = new Map(forecast.spans("c").map((span) => [span.event, wholeMs(span)]));
      const off = live.spans("c").map((span) => Math.abs(wholeMs(span) - wanted.get(span.event)!)).toSorted((a, b) => a - b);
      expect(off).toHaveLength(30);
      expect(off.at(-1)).toBeLessThan(OFF_MS);
      expect(off[15]).toBeLessThan(5);
    },
  },
  {
    title: "C2 an attempt that takes longer than the time-out fails at the time-out",
    design: designOf({ p: evenly(40, 30), c: ["consumer", { serviceTime: { distribution: "exponential", meanMs: 60 }, timeoutMs: 70, concurrency: 10 }], s: SINK }, [["p > c", { attempts: 1 }], "c > s"]),
    check(outcome) {
      const late = outcome.spans("c").filter((span) => span.outcome === "failed");
      expect(late.length).toBeGreaterThan(4);
      for (const span of late) {
        expectTime(span.serviceMs, 70);
        expect(span.reason).toBe("timed out after 70 ms");
      }
      expect(outcome.ledger).toMatchObject({ failed: late.length, delivered: 30 - late.length });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "C2 a cold start keeps the first event waiting",
    design: designOf({ p: evenly(100, 3), c: service(1, { coldStartMs: 400 }), s: SINK }, ["p > c", "c > s"]),
    check: (outcome) => expectTime(outcome.spans("c")[0]!.startMs, 400),
  },
  {
    title: "E3 waits count from the intended emission, also behind a slot that is busy",
    design: designOf({ p: evenly(100, 20), c: service(20), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      // Event n comes at 10 (n + 1) and is served at 10 + 20 n: it waits 10 n.
      for (const span of outcome.spans("c")) expectTime(span.waitMs, 10 * outcome.number(span));
      expect(outcome.node("c").waitMs.count).toBe(20);
    },
  },
  {
    title: "E3 end to end counts from the source's intended emission to the sink",
    design: designOf({ p: evenly(50, 40), c: service(60, { concurrency: 8 }), d: service(40, { concurrency: 8 }), s: SINK }, ["p > c", "c > d", "d > s"]),
    check(outcome) {
      expect(outcome.endToEnd("s").count).toBe(40);
      expect(outcome.endToEnd("s").mean).toBeGreaterThan(99.9);
      expectTime(outcome.endToEnd("s").mean, 100);
    },
  },
  {
    title: "C1 of every distribution both draw the same service times",
    design: designOf(
      { p: evenly(20, 13), ...Object.fromEntries(TIMES.map((serviceTime, n) => [`c${n}`, ["consumer", { serviceTime, concurrency: 13 }] as const])) },
      TIMES.map((_, n) => `p > c${n}`),
    ),
    compare(forecast, live) {
      for (const n of TIMES.keys()) {
        const drawn = new Map(forecast.spans(`c${n}`).map(({ event, serviceMs }) => [event, serviceMs]));
        const off = live.spans(`c${n}`).map(({ event, serviceMs }) => Math.abs(serviceMs - drawn.get(event)!)).toSorted((a, b) => a - b);
        expect(off).toHaveLength(13);
        expect(off[6]).toBeLessThan(3);
      }
    },
  },
];

onBoth(bothExecutors(), SCENARIOS, { timed: true });
