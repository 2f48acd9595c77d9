import { describe, expect, it } from "vitest";
import { loadOf, PlannedLoad, type LoadStep } from "./planned-load.ts";

/** Rates per second at some times (ms) of a source that emits `own` a second by itself. */
function ratesAt(steps: readonly Omit<LoadStep, "node">[], times: readonly number[], own: (atMs: number) => number = () => 100): number[] {
  const load = steps.map((step) => ({ ...step, node: "p" }));
  const planned = new PlannedLoad(loadOf({ scenario: { load } }, "p"), (atMs) => own(atMs) / 1000);
  return times.map((atMs) => Math.round(planned.rateAt(atMs) * 1e6) / 1000);
}

describe("P7 planned load", () => {
  it("P7 a step lasts for its duration, or to the end without one", () => {
    expect(ratesAt([{ atMs: 1000, rateFactor: 3, durationMs: 500 }], [0, 999, 1000, 1499, 1500, 9000])).toEqual([100, 100, 300, 300, 100, 100]);
    expect(ratesAt([{ atMs: 1000, ratePerSecond: 7 }], [999, 1000, 1e9])).toEqual([100, 7, 7]);
  });

  it("P7 a ramp goes evenly to its target and stays there; another ramp takes it back", () => {
    const up: Omit<LoadStep, "node"> = { atMs: 1000, rateFactor: 3, durationMs: 1000, shape: "ramp" };
    expect(ratesAt([up], [1000, 1500, 2000, 9000])).toEqual([100, 200, 300, 300]);
    expect(ratesAt([up, { atMs: 4000, rateFactor: 1 / 3, durationMs: 1000, shape: "ramp" }], [3999, 4500, 5000])).toEqual([300, 200, 100]);
    expect(ratesAt([{ atMs: 0, ratePerSecond: 40, durationMs: 1000, shape: "ramp" }], [0, 500, 1000, 2000])).toEqual([100, 70, 40, 40]);
  });

  it("P7 factors that overlap multiply, whatever the order in the document", () => {
    const steps: Omit<LoadStep, "node">[] = [{ atMs: 0, rateFactor: 2, durationMs: 2000 }, { atMs: 1000, rateFactor: 5, durationMs: 2000 }, { atMs: 1000, rateFactor: 2, durationMs: 500, shape: "ramp" }];
    for (const order of [steps, steps.toReversed()]) expect(ratesAt(order, [500, 1000, 1250, 1500, 2500])).toEqual([200, 1000, 1500, 2000, 1000]);
  });

  it("P7 an absolute rate takes the place of the own one, the last that began counts, and factors multiply it", () => {
    const steps: Omit<LoadStep, "node">[] = [
      { atMs: 1000, ratePerSecond: 50, durationMs: 4000 },
      { atMs: 2000, ratePerSecond: 10, durationMs: 1000 },
      { atMs: 2500, rateFactor: 4 },
    ];
    const growing = (atMs: number): number => atMs / 10;
    expect(ratesAt(steps, [500, 1000, 2000, 2600, 3000, 5000, 6000], growing)).toEqual([50, 50, 10, 40, 200, 2000, 2400]);
  });

  it("P7 an absolute ramp begins at what the rate was before factors, also within another absolute step", () => {
    const growing = (atMs: number): number => atMs / 10;
    expect(ratesAt([{ atMs: 1000, ratePerSecond: 300, durationMs: 1000, shape: "ramp" }], [1000, 1500, 2000], growing)).toEqual([100, 200, 300]);
    const steps: Omit<LoadStep, "node">[] = [{ atMs: 0, ratePerSecond: 20 }, { atMs: 1000, ratePerSecond: 60, durationMs: 1000, shape: "ramp" }];
    expect(ratesAt(steps, [999, 1500, 2500])).toEqual([20, 40, 60]);
  });

  it("P7 only the steps of the node count", () => {
    const scenario = { load: [{ atMs: 5, node: "a", rateFactor: 2 }, { atMs: 1, node: "b", rateFactor: 3 }, { atMs: 1, node: "a", rateFactor: 4 }] };
    expect(loadOf({ scenario }, "a").map(({ rateFactor }) => rateFactor)).toEqual([4, 2]);
    expect(loadOf({}, "a")).toEqual([]);
  });
});
