import { describe, expect, it } from "vitest";
import { at, drive, said, stageOf } from "../../tests/support/stages.ts";

describe("R3 delay", () => {
  it("R3 each event leaves so long after it was emitted, those emitted earlier first", () => {
    expect(said(drive(stageOf("delay", { delayMs: 100 }), [{ atMs: 0 }, { atMs: 30 }, { atMs: 40, emittedMs: 20 }]))).toEqual(["0:out@100", "2:out@120", "1:out@130"]);
  });

  it("R3 what comes when its time is over passes at once", () => {
    const { gone } = drive(stageOf("delay", { delayMs: 10 }), [{ atMs: 50, emittedMs: 0 }]);
    expect(gone).toMatchObject([{ nowMs: 50, atMs: 10, way: "out" }]);
    expect(said(drive(stageOf("delay", { delayMs: 0 }), at(5)))).toEqual(["0:out@5"]);
  });

  it("R3 holds 10,000 events as easily as one", () => {
    const { gone } = drive(stageOf("delay", { delayMs: 5000 }), Array.from({ length: 10_000 }, (_, n) => ({ atMs: n % 1000 })));
    expect(gone).toHaveLength(10_000);
    expect(gone.every(({ nowMs, atMs }) => nowMs === atMs)).toBe(true);
    expect(gone.map(({ atMs }) => atMs)).toEqual(gone.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  });
});

describe("R3 throttle", () => {
  it("R3 a full bucket lets a burst through, then a token comes at a time, evenly", () => {
    expect(said(drive(stageOf("throttle", { max: 4, durationMs: 1000 }), at(0, 0, 0, 0, 0, 0, 0)))).toEqual(["0:out@0", "1:out@0", "2:out@0", "3:out@0", "4:out@250", "5:out@500", "6:out@750"]);
  });

  it("R3 the bucket fills again while nothing comes, up to its max", () => {
    const times = drive(stageOf("throttle", { max: 2, durationMs: 200 }), at(0, 0, 0, 150, 5000, 5000, 5000)).gone.map(({ atMs }) => atMs);
    expect(times).toEqual([0, 0, 100, 200, 5000, 5000, 5100]);
  });

  it("R3 with a max of 1 there are no bursts", () => {
    expect(drive(stageOf("throttle", { max: 1, durationMs: 50 }), at(0, 0, 10, 500)).gone.map(({ atMs }) => atMs)).toEqual([0, 50, 100, 500]);
  });

  it("R3 in no duration do more than twice the max pass, and in the long run the max, in order", () => {
    const { gone } = drive(stageOf("throttle", { max: 10, durationMs: 1000 }), Array.from({ length: 300 }, (_, n) => ({ atMs: n * 3 })));
    const times = gone.map(({ atMs }) => atMs);
    expect(gone.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    for (const [n, time] of times.entries()) expect(times.filter((other) => other >= time && other < time + 1000).length, `from ${n}`).toBeLessThanOrEqual(20);
    expect(times.at(-1)).toBeCloseTo(29_000, 6);
  });

  it("R3 a stage that begins anew goes on with the bucket as it was", () => {
    const { notes } = drive(stageOf("throttle", { max: 4, durationMs: 1000 }), at(0, 0, 0, 0));
    expect(drive(stageOf("throttle", { max: 4, durationMs: 1000 }), at(10, 10), { notes }).gone.map(({ atMs }) => atMs)).toEqual([250, 500]);
  });
});

describe("R3 debounce", () => {
  it("R3 the last event of a burst passes when all was quiet for the window; the earlier ones are absorbed", () => {
    expect(said(drive(stageOf("debounce", { windowMs: 100 }), at(0, 50, 90, 300)))).toEqual(["0:absorbed@50", "1:absorbed@90", "2:out@190", "3:out@400"]);
  });

  it("R3 each key has its own bursts", () => {
    const arrivals = [{ atMs: 0, key: "a" }, { atMs: 10, key: "b" }, { atMs: 50, key: "a" }];
    expect(said(drive(stageOf("debounce", { windowMs: 100, by: "event.key" }), arrivals))).toEqual(["0:absorbed@50", "1:out@110", "2:out@150"]);
  });

  it("R3 the last is the one that was emitted last, whichever came last", () => {
    expect(said(drive(stageOf("debounce", { windowMs: 100 }), [{ atMs: 20, emittedMs: 15 }, { atMs: 25, emittedMs: 10 }]))).toEqual(["1:absorbed@10", "0:out@115"]);
  });

  it("R3 E4 what has no value to be told apart by is dropped", () => {
    expect(said(drive(stageOf("debounce", { by: "event.data.missing" }), at(0)))).toEqual(["0:dropped expression@0"]);
  });
});

describe("R3 deduplicate", () => {
  const keyed = (...events: readonly (readonly [atMs: number, key: string])[]) => events.map(([atMs, key]) => ({ atMs, key }));

  it("R3 the first of a value passes; its window is counted from its emission and not prolonged by repeats", () => {
    const stage = stageOf("deduplicate", { windowMs: 100 });
    expect(said(drive(stage, keyed([0, "a"], [10, "b"], [60, "a"], [99, "a"], [100, "a"], [150, "a"])))).toEqual(
      ["0:out@0", "1:out@10", "2:deduplicated@60", "3:deduplicated@99", "4:out@100", "5:deduplicated@150"],
    );
  });

  it("R3 a stage that begins anew remembers what passed, and lets the same event pass again", () => {
    const stage = stageOf("deduplicate", { windowMs: 1000 });
    const { notes } = drive(stage, keyed([0, "a"]));
    // The first arrival is the same event delivered again.
    expect(said(drive(stage, keyed([50, "a"], [60, "a"]), { notes: new Map(notes) }))).toEqual(["0:out@50", "1:deduplicated@60"]);
    expect(said(drive(stage, keyed([50, "b"], [60, "a"], [1001, "a"]), { notes: new Map(notes) }))).toEqual(["0:out@50", "1:deduplicated@60", "2:out@1001"]);
  });

  it("R3 forgets a value when its window is over", () => {
    const { notes } = drive(stageOf("deduplicate", { windowMs: 10 }), keyed([0, "a"], [5, "b"], [12, "c"]));
    expect([...notes.keys()]).toEqual(['"b"', '"c"']);
  });

  it("R3 E4 what has no value is dropped", () => {
    expect(said(drive(stageOf("deduplicate", { by: "event.data.missing" }), at(0)))).toEqual(["0:dropped expression@0"]);
  });
});

describe("R2 R3 a stage that is told late", () => {
  /** Everything comes at 1,000 ms, in the order in which it was emitted. */
  const late = (...emitted: readonly number[]) => emitted.map((emittedMs) => ({ atMs: 1000, emittedMs }));

  it("R3 a debounce goes by when events were emitted", () => {
    expect(said(drive(stageOf("debounce", { windowMs: 100 }), late(0, 50, 150, 300)))).toEqual(["0:absorbed@50", "1:out@150", "2:out@250", "3:out@400"]);
  });

  it("R2 a window that ends with whichever comes first goes by when events were emitted", () => {
    const stage = stageOf("aggregator", { window: { count: 3, durationMs: 100 } });
    expect(said(drive(stage, late(0, 50, 100, 110, 120)))).toEqual(["0:out@100", "1:absorbed@100", "2:out@120", "3:absorbed@120", "4:absorbed@120"]);
  });
});
