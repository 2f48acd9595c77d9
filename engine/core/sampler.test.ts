import { describe, expect, it } from "vitest";
import { meanOf, type Distribution } from "../../design/kinds/distribution.ts";
import { ksDistance, ksLimit, moments } from "../../tests/support/statistics.ts";
import { drawSite, uniform } from "./random.ts";
import { lowerGamma, samplerOf } from "./sampler.ts";

const DRAWS = 40_000;
const first = drawSite(1, "billing", "service");
const second = drawSite(1, "billing", "service-shape");

function drawsOf(distribution: Distribution, count = DRAWS): number[] {
  const sample = samplerOf(distribution);
  return Array.from({ length: count }, (_, n) => sample(uniform(first, n, 0, 1), uniform(second, n, 0, 1)));
}

/** Mean, coefficient of variation and distribution function that theory gives. */
const SHAPES: { name: string; distribution: Distribution; cv: number; cumulative?: (x: number) => number }[] = [
  { name: "constant", distribution: { distribution: "constant", meanMs: 12 }, cv: 0 },
  { name: "exponential", distribution: { distribution: "exponential", meanMs: 15 }, cv: 1, cumulative: (x) => 1 - Math.exp(-x / 15) },
  { name: "uniform", distribution: { distribution: "uniform", minMs: 5, maxMs: 25 }, cv: 20 / Math.sqrt(12) / 15, cumulative: (x) => (x - 5) / 20 },
  { name: "lognormal, cv 0.5", distribution: { distribution: "lognormal", meanMs: 20, cv: 0.5 }, cv: 0.5, cumulative: (x) => normalCumulative((Math.log(x / 20) + Math.log(1.25) / 2) / Math.sqrt(Math.log(1.25))) },
  { name: "lognormal, cv 1.5", distribution: { distribution: "lognormal", meanMs: 20, cv: 1.5 }, cv: 1.5, cumulative: (x) => normalCumulative((Math.log(x / 20) + Math.log(3.25) / 2) / Math.sqrt(Math.log(3.25))) },
  { name: "gamma, cv 0.5", distribution: { distribution: "gamma", meanMs: 20, cv: 0.5 }, cv: 0.5, cumulative: (x) => 1 - Math.exp(-x / 5) * [0, 1, 2, 3].reduce((sum, k) => sum + (x / 5) ** k / [1, 1, 2, 6][k]!, 0) },
  { name: "gamma, cv 1", distribution: { distribution: "gamma", meanMs: 20, cv: 1 }, cv: 1, cumulative: (x) => 1 - Math.exp(-x / 20) },
  { name: "gamma, cv 2", distribution: { distribution: "gamma", meanMs: 20, cv: 2 }, cv: 2 },
  // cv² = 1 / (shape · (shape − 2)).
  { name: "pareto, shape 5", distribution: { distribution: "pareto", meanMs: 20, shape: 5 }, cv: 1 / Math.sqrt(15), cumulative: (x) => 1 - (16 / x) ** 5 },
  { name: "empirical", distribution: { distribution: "empirical", valuesMs: [1, 2, 3, 10] }, cv: moments([1, 2, 3, 10]).deviation * Math.sqrt(3 / 4) / 4 },
];

describe("C1 service times", () => {
  it.each(SHAPES)("$name have the mean, the spread and the shape that were asked for", ({ distribution, cv, cumulative }) => {
    const draws = drawsOf(distribution);
    const { mean, deviation } = moments(draws);
    const wanted = meanOf(distribution);
    // Four standard errors.
    expect(Math.abs(mean - wanted)).toBeLessThanOrEqual((4 * cv * wanted) / Math.sqrt(DRAWS) + 1e-9);
    expect(deviation / mean).toBeCloseTo(cv, cv > 1 ? 0 : 1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    if (cumulative) expect(ksDistance(draws, cumulative)).toBeLessThan(ksLimit(DRAWS));
  });

  it("E5 one draw gives the same quantile whatever the mean: settings are compared on one sample path", () => {
    const slow = drawsOf({ distribution: "gamma", meanMs: 30, cv: 0.7 }, 200);
    const fast = drawsOf({ distribution: "gamma", meanMs: 10, cv: 0.7 }, 200);
    for (const [n, value] of slow.entries()) expect(value / fast[n]!).toBeCloseTo(3, 6);
  });

  it("an empirical list is drawn from with equal weight", () => {
    const counts = new Map<number, number>();
    for (const value of drawsOf({ distribution: "empirical", valuesMs: [5, 5, 7, 9] })) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([5, 7, 9]);
    expect(counts.get(5)! / DRAWS).toBeCloseTo(0.5, 1);
    expect(counts.get(9)! / DRAWS).toBeCloseTo(0.25, 1);
  });

  it("a mean of zero is a time of zero, not NaN", () => {
    for (const kind of ["constant", "exponential"] as const) expect(drawsOf({ distribution: kind, meanMs: 0 }, 3).map(Math.abs)).toEqual([0, 0, 0]);
    for (const value of [...drawsOf({ distribution: "lognormal", meanMs: 0, cv: 1 }, 3), ...drawsOf({ distribution: "gamma", meanMs: 0, cv: 1 }, 3)]) expect(value).toBeCloseTo(0, 6);
  });

  it("the regularised gamma function meets known values", () => {
    expect(lowerGamma(1, 1)).toBeCloseTo(1 - Math.exp(-1), 10);
    expect(lowerGamma(0.5, 0.5)).toBeCloseTo(0.682689492137, 9);
    expect(lowerGamma(5, 10)).toBeCloseTo(0.970747311923, 9);
    expect(lowerGamma(3, 0)).toBe(0);
  });
});

/** Standard normal distribution function by numeric integration (Simpson, 400 steps from −8). */
function normalCumulative(z: number): number {
  const steps = 400;
  const from = -8;
  const width = (Math.min(8, z) - from) / steps;
  if (width <= 0) return 0;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = from + i * width;
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
