import { expect } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 24;
const LOCK_MS = 600;
const CHECK_MS = 300;
/** A busy machine's part in a live recovery, ms. */
const LATE_MS = 150;
const locks = { lockMs: LOCK_MS, stalledCheckMs: CHECK_MS };

/** So many replicas of one slot that some are left, because a crashed one stays away for ten seconds. */
function crashing(queue: Record<string, Json>, consumer: Record<string, Json>, ports: readonly string[] = [], events = EVENTS): Design {
  return designOf(
    { p: evenly(50, events), q: ["queue", { ...locks, ...queue }], c: service(40, { replicas: 40, ...consumer }), s: SINK, f: SINK, d: DEAD_LETTER },
    ["p > q", "q > c", "c > s", ...ports],
  );
}

function attemptsByEvent(outcome: Outcome): SpanSample[][] {
  const byEvent = new Map<string, SpanSample[]>();
  for (const span of outcome.spans("c")) byEvent.set(span.event, [...(byEvent.get(span.event) ?? []), span]);
  return [...byEvent.values()];
}

/** Times from a crash until the event was handed out again. */
function recoveries(outcome: Outcome): number[] {
  return attemptsByEvent(outcome).flatMap((attempts) =>
    attempts.flatMap((span, n) => (span.outcome === "crashed" && attempts[n + 1] ? [attempts[n + 1]!.startMs - span.startMs - span.serviceMs] : [])),
  );
}

const SCENARIOS: Scenario[] = [
  {
    title: "Q5 C2 a crashed replica's event becomes visible again and is delivered: at least once, none lost, none twice",
    design: crashing({ maxStalled: 50 }, { crashRate: 0.3 }),
    check(outcome) {
      const crashed = outcome.spans("c").filter((span) => span.outcome === "crashed");
      expect(crashed.length).toBeGreaterThan(3);
      expect(outcome.node("q").stalls).toBe(crashed.length);
      expect(outcome.node("c")).toMatchObject({ in: EVENTS + crashed.length, out: EVENTS, errors: crashed.length, retries: 0 });
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS });
      for (const ms of recoveries(outcome)) {
        // The lock was renewed a moment before at the earliest, and two checks have to see it gone.
        expect(ms).toBeGreaterThan(LOCK_MS / 2);
        expect(ms).toBeLessThan(LOCK_MS + 2 * CHECK_MS + LATE_MS);
      }
    },
    // Who crashes, and when in its service, is drawn; when the checks run is not.
    compare(forecast, live) {
      expect(live.fates("c")).toEqual(forecast.fates("c"));
      const lasted = (outcome: Outcome): Map<string, number> => new Map(outcome.spans("c").filter((span) => span.outcome === "crashed").map((span) => [`${span.event} ${span.attempt}`, span.waitMs + span.serviceMs]));
      for (const [attempt, ms] of lasted(live)) if (attempt.endsWith(" 1")) expect(Math.abs(ms - lasted(forecast).get(attempt)!)).toBeLessThan(60);
    },
  },
  {
    title: "Q5 C1 a re-delivered event is served for its whole service time",
    design: crashing({ maxStalled: 50 }, { crashRate: 0.5 }),
    check(outcome) {
      const again = outcome.spans("c").filter((span) => span.attempt > 1 && span.outcome === "done");
      expect(again.length).toBeGreaterThan(5);
      for (const span of again) expect(span.serviceMs).toBeGreaterThan(36);
    },
  },
  {
    title: "Q5 stalls are not attempts: a single attempt survives them",
    design: crashing({ attempts: 1, maxStalled: 50 }, { crashRate: 0.4, failureRate: 0.3 }, ["q.deadLetter > d"]),
    check(outcome) {
      const spans = outcome.spans("c");
      const failed = spans.filter((span) => span.outcome === "failed");
      expect(failed.some((span) => span.attempt > 1)).toBe(true);
      expect(outcome.ledger).toMatchObject({ deadLettered: failed.length, delivered: EVENTS - failed.length });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "Q5 Q3 an event may stall and fail: its failed attempts count, whatever came between",
    design: crashing({ attempts: 2, maxStalled: 50, backoff: { type: "fixed", delayMs: 20 } }, { crashRate: 0.3, failureRate: 0.5 }, ["q.deadLetter > d"]),
    check(outcome) {
      for (const attempts of attemptsByEvent(outcome)) {
        const failures = attempts.filter((span) => span.outcome === "failed" || span.outcome === "retried").length;
        expect(failures).toBeLessThanOrEqual(2);
        expect(attempts.at(-1)!.outcome).toBe(failures === 2 ? "failed" : "done");
      }
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "M1 duplicates are what was handed out again after a crash, not retries; dead letters are counted where they leave: at nodes and edges",
    design: crashing({ attempts: 2, maxStalled: 50, backoff: { type: "fixed", delayMs: 20 } }, { crashRate: 0.3, failureRate: 0.6 }, ["q.deadLetter > d"]),
    check(outcome) {
      const spans = attemptsByEvent(outcome);
      const duplicates = spans.flat().filter(({ outcome: end }) => end === "crashed").length;
      const deadLetters = outcome.node("d").in;
      // Some are retried after having been handed out again: that is no duplicate.
      expect(spans.some((attempts) => attempts.some(({ outcome: end }, n) => end === "crashed" && attempts[n + 1]?.outcome === "retried"))).toBe(true);
      expect(Math.min(duplicates, deadLetters)).toBeGreaterThan(3);
      expect(outcome.node("c")).toMatchObject({ duplicates, deadLetters });
      expect(outcome.node("q")).toMatchObject({ duplicates: 0, deadLetters });
      expect(outcome.node("s")).toMatchObject({ duplicates: 0, deadLetters: 0 });
      expect(outcome.edge("e2")).toEqual({ count: EVENTS + duplicates + outcome.node("q").retries, failed: expect.any(Number), duplicates, deadLetters: 0 });
      expect(outcome.edge("e4")).toEqual({ count: deadLetters, failed: deadLetters, duplicates: 0, deadLetters });
    },
    compare: (forecast, live) => expect([live.node("c").duplicates, live.node("c").deadLetters]).toEqual([forecast.node("c").duplicates, forecast.node("c").deadLetters]),
  },
  {
    title: "Q5 a recovered event is first in line, before all that came meanwhile",
    design: designOf(
      { p: evenly(40, 60), q: ["queue", { ...locks, maxStalled: 50 }], c: service(150, { replicas: 5, crashRate: 0.03 }), s: SINK },
      ["p > q", "q > c", "c > s"],
    ),
    check(outcome) {
      const spans = outcome.spans("c");
      const again = spans.flatMap((span, n) => (span.attempt > 1 ? [n] : []));
      expect(again.length).toBeGreaterThan(0);
      // Whatever is served after it arrived long before it came back.
      const [first] = again;
      expect(spans.slice(first! + 1).filter((span) => span.attempt === 1 && span.waitMs > 150).length).toBeGreaterThan(1);
      expect(outcome.ledger).toMatchObject({ delivered: 60 });
    },
  },
  {
    title: "Q5 stall maxStalled + 1 fails an event without another attempt: to the dead letter, exactly once",
    design: crashing({ attempts: 5, maxStalled: 1 }, { crashRate: 1 }, ["q.deadLetter > d"], 5),
    check(outcome) {
      expect(outcome.spans("c").map((span) => span.outcome)).toEqual(Array.from({ length: 10 }, () => "crashed"));
      expect(outcome.node("d")).toMatchObject({ in: 5, depth: { end: 5 } });
      expect(outcome.ledger).toMatchObject({ produced: 5, deadLettered: 5, delivered: 0, failed: 0, copies: 0 });
    },
  },
  {
    title: "Q5 G6 what stalls out takes the failed port where one is drawn, exactly once, and is not dead-lettered",
    design: crashing({ maxStalled: 0 }, { crashRate: 1 }, ["c.failed > f", "q.deadLetter > d"], 5),
    check(outcome) {
      expect(outcome.spans("c")).toHaveLength(5);
      expect(outcome.order("f").toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
      expect(outcome.ledger).toMatchObject({ delivered: 5, deadLettered: 0, failed: 0 });
    },
  },
  {
    title: "Q5 E4 what stalls out is counted failed where no port is drawn",
    design: crashing({ maxStalled: 0 }, { crashRate: 1 }, [], 5),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ failed: 5, deadLettered: 0, delivered: 0 }),
  },
  {
    title: "C2 a crash takes every slot of its replica and none of another",
    design: designOf(
      // Half of the slots are busy: a crash meets several.
      { p: evenly(120, 60), q: ["queue", { ...locks, maxStalled: 50 }], c: service(100, { replicas: 6, concurrency: 4, crashRate: 0.03 }), s: SINK },
      ["p > q", "q > c", "c > s"],
    ),
    check(outcome) {
      const open = outcome.frames("c").map((frame) => frame.capacity).filter((capacity) => capacity > 0);
      expect(open.every((capacity) => capacity % 4 === 0)).toBe(true);
      const down = (24 - Math.min(...open)) / 4;
      expect(down).toBeGreaterThan(0);
      expect(outcome.spans("c").filter((span) => span.outcome === "crashed").length).toBeGreaterThan(down);
      expect(outcome.frames("c").at(-1)?.slots).toContain("dddd");
      expect(outcome.ledger).toMatchObject({ delivered: 60 });
    },
  },
];

onBoth(bothExecutors(), SCENARIOS, { timed: true });
