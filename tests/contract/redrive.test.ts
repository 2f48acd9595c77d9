import { describe, expect, it } from "vitest";
import { designOf, DEAD_LETTER, evenly, service, SINK } from "../support/designs.ts";
import { until } from "../support/until.ts";
import { bothExecutors, onEachSide } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

const FAILING = service(1, { concurrency: 4, permanentFailureRate: 1 });

const SCENARIOS: Scenario[] = [
  {
    title: "Q3 E4 dead letters that have lain for longer than the retention are dropped as such; younger ones stay",
    design: designOf(
      // The first twenty are a second old when the last twenty come.
      { p: evenly(50, 20), late: evenly(2, 5), q: ["queue"], c: FAILING, d: ["deadLetter", { retentionMs: 1200 }], s: SINK },
      ["p > q", "late > q", "q > c", "c > s", "q.deadLetter > d"],
    ),
    check(outcome) {
      const { dropped, deadLettered, produced } = outcome.ledger;
      expect(produced).toBe(25);
      // At 2.5 s, when the last one comes: those from before 1.3 s are gone. Live it looks four times a second.
      expect(dropped.retention).toBeGreaterThanOrEqual(20);
      expect(dropped.retention).toBeLessThanOrEqual(23);
      expect(deadLettered + dropped.retention!).toBe(25);
    },
  },
  {
    title: "Q3 without a retention they stay",
    design: designOf({ p: evenly(50, 10), q: ["queue"], c: FAILING, d: DEAD_LETTER, s: SINK }, ["p > q", "q > c", "c > s", "q.deadLetter > d"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ deadLettered: 10, dropped: {} }),
    compare: (forecast, live) => expect(live.ledger).toEqual(forecast.ledger),
  },
];

onBoth(sides, SCENARIOS);

onEachSide(sides, "a redrive", ({ begin }) => {
  /** Twenty dead letters, and a producer that keeps the run going until they are redriven. */
  const design = designOf(
    { p: evenly(50, 20), q: ["queue"], c: FAILING, d: DEAD_LETTER, repaired: ["queue"], fix: service(2), s: SINK, clock: evenly(0.01, 1), idle: SINK },
    ["p > q", "q > c", "c > s", "q.deadLetter > d", "d.redrive > repaired", "repaired > fix", "fix > s", "clock > idle"],
  );

  it("Q3 E4 sends every dead letter over the redrive port, once, and the books stay closed", async () => {
    const { executor, heard } = await begin(design);
    await until("all are dead letters", () => heard.frames.at(-1)?.nodes.d?.depth === 20);
    await until("the books say so", () => heard.frames.at(-1)?.ledger.bySource?.p?.deadLettered === 20);
    expect(await executor.redrive("d")).toBe(20);
    await until("all are delivered", () => heard.frames.at(-1)?.nodes.s?.depth === 20);
    await until("the dead letter is empty", () => heard.frames.at(-1)?.nodes.d?.depth === 0);
    expect(await executor.redrive("d")).toBe(0);
    await expect(executor.redrive("q")).rejects.toMatchObject({ code: "wrong-use" });
    await executor.pause();
    const ledger = heard.frames.at(-1)!.ledger;
    expect(ledger).toMatchObject({ balanced: true, lost: 0, duplicated: 0 });
    expect(ledger.bySource?.p).toMatchObject({ produced: 20, delivered: 20, deadLettered: 0, inFlight: 0 });
    await executor.stop();
    expect((await executor.finished).ledger).toMatchObject({ balanced: true, deadLettered: 0, lost: 0, duplicated: 0 });
  });
});

describe("a redrive", () => {
  it("G5 needs a drawn port", async () => {
    const { executor } = await sides[0].begin(designOf({ p: evenly(50, 20), q: ["queue"], c: FAILING, d: DEAD_LETTER, s: SINK }, ["p > q", "q > c", "c > s", "q.deadLetter > d"]));
    await expect(executor.redrive("d")).rejects.toThrow(/connect its redrive port/);
    await executor.stop();
  });
});
