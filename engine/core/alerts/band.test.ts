import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Band, LEAST_VALUES } from "./band.ts";

const HALF_LIFE_MS = 1000;
const STEP_MS = 100;

/** A band that has learnt these values, one each 100 ms. */
function learnt(values: readonly number[], { sigmas = 3, leastDeviation = 0 } = {}): Band {
  const band = new Band(sigmas, HALF_LIFE_MS, leastDeviation);
  for (const [n, value] of values.entries()) band.learn(value, n * STEP_MS);
  return band;
}

describe("O6 the band of a metric", () => {
  it("O6 is the weighted mean and deviation that a hand computes: 1, 3, 2, a half-life apart", () => {
    const band = new Band(2, 1000, 0);
    for (const [n, value] of [1, 3, 2].entries()) band.learn(value, n * 1000);
    // Weights 1/4, 1/2, 1: mean (0.25 + 1.5 + 2) / 1.75 = 15/7; W = 7/4, W₂ = 21/16, W − W₂/W = 1.
    // S = 1/4 (1 − 15/7)² + 1/2 (3 − 15/7)² + (2 − 15/7)² = (16 + 18 + 1) / 49 = 5/7.
    expect(band.deviation).toBeCloseTo(Math.sqrt(5 / 7), 12);
    expect(band.isLearning).toBe(true);
  });

  it("O6 without decay it is the mean and the sample deviation", () => {
    const values = Array.from({ length: 100 }, (_, n) => (n * 7919) % 101);
    const band = new Band(1, 1e12, 0);
    for (const value of values) band.learn(value, 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(band.deviation).toBeCloseTo(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)), 8);
  });

  it("O6 judges nothing until it has seen enough values, over a half-life", () => {
    expect(learnt(Array<number>(LEAST_VALUES - 1).fill(5)).judge(1000).side).toBe("learning");
    const quick = new Band(3, HALF_LIFE_MS, 1);
    for (let n = 0; n < LEAST_VALUES * 2; n++) quick.learn(5, n);
    expect(quick.judge(1000).side).toBe("learning");
    quick.learn(5, HALF_LIFE_MS);
    expect(quick.judge(1000)).toMatchObject({ side: "above", low: 2, high: 8, mean: 5 });
    quick.forget();
    expect(quick.judge(1000).side).toBe("learning");
  });

  it("O6 a constant series never leaves its band, whatever the constant", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }), fc.integer({ min: 40, max: 300 }), (value, sigmas, count) => {
        expect(learnt(Array<number>(count).fill(value), { sigmas, leastDeviation: 1e-3 }).judge(value).side).toBe("inside");
      }),
    );
  });

  it("O6 a step of more than so many deviations leaves the band at once, on its side, and one of less does not", () => {
    const wave = (count: number): number[] => Array.from({ length: count }, (_, n) => 50 + 10 * Math.sin(n));
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 200 }), fc.double({ min: 0.5, max: 6, noNaN: true }), fc.boolean(), (count, sigmas, up) => {
        const band = learnt(wave(count), { sigmas });
        const { mean = 0 } = band.judge(50);
        const step = (share: number): string => band.judge(mean + (up ? 1 : -1) * share * sigmas * band.deviation).side;
        expect(step(1.001)).toBe(up ? "above" : "below");
        expect(step(0.999)).toBe("inside");
      }),
    );
  });

  it("O6 follows a level that changes slowly", () => {
    const band = learnt(Array.from({ length: 60 }, (_, n) => 100 + (n % 3)));
    for (let n = 60; n < 600; n++) {
      const value = 100 + (n - 60) * 0.05 + (n % 3);
      expect(band.judge(value).side).toBe("inside");
      band.learn(value, n * STEP_MS);
    }
  });
});
