import { describe, expect, it } from "vitest";
import { createSeriesStore } from "./series.ts";
import { frameOf, nodeFrame } from "./testing/frame-fixtures.ts";

const stats = { count: 3, mean: 1, p50: 1, p95: 2, p99: 3, max: 3 };

describe("series", () => {
  it("keeps the newest values in order, and no more than fit", () => {
    const store = createSeriesStore(4);
    for (let seq = 0; seq < 6; seq++) store.accept(frameOf(seq, { q: nodeFrame({ depth: seq }) }));
    const { timesMs, values } = store.seriesOf("q", "depth");
    expect([...values]).toEqual([2, 3, 4, 5]);
    expect([...timesMs]).toEqual([300, 400, 500, 600]);
    expect([...store.seriesOf("q", "depth", 2).values]).toEqual([4, 5]);
  });

  it("leaves a gap where a node was not there or nothing was measured", () => {
    const store = createSeriesStore(8);
    store.accept(frameOf(0, { q: nodeFrame({ depth: 1 }) }));
    store.accept(frameOf(1, {}));
    store.accept(frameOf(2, { q: nodeFrame({ depth: 3 }), late: nodeFrame({ depth: 9, waitMs: stats }) }));
    expect([...store.seriesOf("q", "depth").values]).toEqual([1, NaN, 3]);
    expect([...store.seriesOf("late", "depth").values]).toEqual([NaN, NaN, 9]);
    expect([...store.seriesOf("q", "waitP95Ms").values]).toEqual([NaN, NaN, NaN]);
    expect(store.seriesOf("late", "waitP95Ms").values.at(-1)).toBe(2);
  });

  it("O6 keeps what an alert's metric is held against, with a gap where there is no such side", () => {
    const store = createSeriesStore(8);
    store.accept({ ...frameOf(0, {}), alerts: [{ alert: "deep", phase: "learning", sinceMs: 0, value: 3 }] });
    store.accept({ ...frameOf(1, {}), alerts: [{ alert: "deep", phase: "inactive", sinceMs: 0, value: 3, high: 12 }] });
    const { low, high } = store.band("deep");
    expect([...low]).toEqual([NaN, NaN]);
    expect([...high]).toEqual([NaN, 12]);
  });

  it("adds up what all sinks received", () => {
    const store = createSeriesStore(8);
    store.accept(frameOf(0, { one: nodeFrame({ inPerSecond: 40, endToEndMs: stats }), two: nodeFrame({ inPerSecond: 2, endToEndMs: stats }), work: nodeFrame({ inPerSecond: 50 }) }));
    expect([...store.overall("deliveredPerSecond").values]).toEqual([42]);
  });

  it("is empty after another run began", () => {
    const store = createSeriesStore(8);
    store.accept(frameOf(0, { q: nodeFrame({ depth: 1 }) }));
    store.reset();
    expect(store.length()).toBe(0);
    expect(store.seriesOf("q", "depth").values).toHaveLength(0);
  });
});
