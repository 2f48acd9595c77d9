import { describe, expect, it } from "vitest";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** A busy machine's part in a live time, ms. */
const LATE_MS = 60;

const SCENARIOS: Scenario[] = [
  {
    title: "Q7 C1 a slot that is held back by a full queue serves its next event only when it is free again, for the whole time",
    design: designOf(
      { p: evenly(50, 16), q: ["queue"], first: service(20), full: ["queue", { maxLength: 1 }], last: service(60), s: SINK },
      ["p > q", "q > first", "first > full", "full > last", "last > s"],
    ),
    check(outcome) {
      // The first three find room at once; from then on one leaves every 60 ms.
      const starts = outcome.spans("first").map((span) => span.startMs);
      for (let n = 5; n < 16; n++) expect(Math.abs(starts[n]! - starts[n - 1]! - 60)).toBeLessThan(LATE_MS);
      const middle = outcome.spans("first").map((span) => span.serviceMs).toSorted((a, b) => a - b)[8]!;
      expect(middle).toBeGreaterThan(15);
      expect(middle).toBeLessThan(20 + LATE_MS);
      // A held slot is a busy one: 20 ms of service every 60 ms would be a third.
      expect(outcome.node("first").utilization).toBeGreaterThan(0.7);
    },
    compare(forecast, live) {
      for (const node of ["first", "last"]) expect(Math.abs(live.node(node).serviceMs.mean - forecast.node(node).serviceMs.mean)).toBeLessThan(15);
      expect(Math.abs(live.endToEnd("s").mean - forecast.endToEnd("s").mean)).toBeLessThan(LATE_MS);
    },
  },
  {
    title: "C1 lateness does not add up: twenty services in a row take twenty service times",
    design: designOf({ p: evenly(100, 20), c: service(35), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      const spans = outcome.spans("c");
      const last = spans.at(-1)!;
      expect(last.startMs + last.serviceMs - 10).toBeGreaterThan(20 * 35 - 5);
      expect(last.startMs + last.serviceMs - 10).toBeLessThan(20 * 35 + LATE_MS);
    },
  },
  {
    title: "Q7 max length counts what is ready, not what is in a slot or waits out a backoff",
    design: designOf(
      { p: evenly(50, 8), q: ["queue", { maxLength: 2, overflow: "reject-publish", attempts: 2, backoff: { type: "fixed", delayMs: 500 } }], c: service(1, { concurrency: 1, failureRate: 1 }), s: SINK },
      ["p > q", "q > c", "c > s"],
    ),
    check(outcome) {
      // All eight wait out their backoffs at once in a queue of two, and come back to it.
      expect(outcome.spans("c").map((span) => span.attempt)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
      expect(outcome.ledger).toMatchObject({ produced: 8, failed: 8, dropped: {} });
    },
  },
];

onBoth(sides, SCENARIOS, { timed: true });

describe.each(sides)("at ten times the speed, $name", ({ run }) => {
  it("C2 O2 V2 a crashed replica is back after ten seconds and its cold start, and takes up what it left", async () => {
    const design = designOf(
      { p: evenly(4, 8), q: ["queue", { lockMs: 200, stalledCheckMs: 200, maxStalled: 50 }], c: service(100, { crashRate: 0.15, coldStartMs: 1000 }), s: SINK },
      ["p > q", "q > c", "c > s"],
    );
    const { report, samples, frames } = await run(design, { speed: 10, seed: 2 });
    const spans = samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === "c").toSorted((a, b) => a.startMs - b.startMs);
    const crash = spans.findIndex((span) => span.outcome === "crashed");
    const [crashed, next] = spans.slice(crash);
    expect(Math.abs(next!.startMs - crashed!.startMs - crashed!.serviceMs - 11_000)).toBeLessThan(600);
    expect(spans.some((span) => span.event === crashed!.event && span.attempt === 2 && span.outcome === "done")).toBe(true);
    // Starting, up, down, starting again, up: as the screen shows it.
    const shown = frames.map((frame) => frame.nodes.c?.slots ?? "").filter((slots, n, all) => slots !== all[n - 1]);
    expect(shown.join("").replaceAll(/[ib]+/g, "i")).toMatch(/^s?i?ds?i$/);
    expect(report.ledger).toMatchObject({ produced: 8, delivered: 8, balanced: true });
  });
});
