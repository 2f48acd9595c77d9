import { describe, expect, it } from "vitest";
import { randomOf } from "../../tests/support/statistics.ts";
import { BatchMeans } from "./batch-means.ts";

const RUNS = 400;

/** Share of runs whose interval holds the truth, and share that give one. */
function coverage(truth: number, series: (random: () => number) => () => number, chunks: number, inChunk: number): { holds: number; given: number } {
  let holds = 0;
  let given = 0;
  for (let run = 1; run <= RUNS; run++) {
    const next = series(randomOf(run * 7919));
    const batches = new BatchMeans();
    let total = 0;
    for (let chunk = 0; chunk < chunks; chunk++) {
      let sum = 0;
      for (let i = 0; i < inChunk; i++) sum += next();
      total += sum;
      batches.add(sum, inChunk);
    }
    const half = batches.halfWidth();
    if (half === undefined) continue;
    given++;
    if (Math.abs(total / (chunks * inChunk) - truth) <= half) holds++;
  }
  return { holds: holds / given, given: given / RUNS };
}

function exponential(random: () => number): () => number {
  return () => -Math.log(random());
}

/** xₙ = φ xₙ₋₁ + noise, in its steady state from the start; mean 0. */
function autoregressive(phi: number): (random: () => number) => () => number {
  return (random) => {
    const noise = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    let x = noise() / Math.sqrt(1 - phi * phi);
    return () => (x = phi * x + noise());
  };
}

/** Half the runs around 95 % at 400 runs: four standard errors. */
const LEAST = 0.95 - 4 * Math.sqrt((0.95 * 0.05) / RUNS);

describe("F1 batch means", () => {
  it("F1 holds the mean of independent values in 95 % of runs", () => {
    const { holds, given } = coverage(1, exponential, 300, 20);
    expect(given).toBeGreaterThan(0.98);
    expect(holds).toBeGreaterThan(LEAST);
    expect(holds).toBeLessThan(0.99);
  });

  it.each([0.5, 0.9, 0.98])("F1 holds the mean of values that depend on each other, correlation %d", (phi) => {
    const { holds, given } = coverage(0, autoregressive(phi), 600, 20);
    expect(given).toBeGreaterThan(0.95);
    expect(holds).toBeGreaterThan(LEAST);
    expect(holds).toBeLessThan(0.995);
  });

  it("F1 says nothing when values depend on each other for longer than the run can tell", () => {
    expect(coverage(0, autoregressive(0.9999), 600, 20).given).toBeLessThan(0.1);
  });

  it("F1 says nothing of a run that is too short: fewer than 20 batches of 30", () => {
    const batches = new BatchMeans();
    expect(batches.halfWidth()).toBeUndefined();
    const random = randomOf(1);
    for (let n = 0; n < 599; n++) {
      batches.add(random(), 1);
      expect(batches.halfWidth()).toBeUndefined();
    }
  });

  it("F1 an interval shrinks with the root of the run's length", () => {
    const random = randomOf(3);
    const batches = new BatchMeans();
    const halves: number[] = [];
    for (const until of [4_000, 64_000, 1_024_000]) {
      for (let n = alreadyAdded(halves.length); n < until; n++) batches.add(random(), 1);
      halves.push(batches.halfWidth() ?? Number.NaN);
    }
    for (const [n, half] of halves.entries()) {
      // The standard deviation of a uniform number is √(1/12).
      const wanted = (1.98 * Math.sqrt(1 / 12)) / Math.sqrt([4_000, 64_000, 1_024_000][n]!);
      expect(half / wanted).toBeGreaterThan(0.6);
      expect(half / wanted).toBeLessThan(1.7);
    }
  });

  it("F1 values that are all the same have an interval of nothing", () => {
    const batches = new BatchMeans();
    for (let n = 0; n < 2000; n++) batches.add(0.1 + 0.1 + 0.1, 3);
    expect(batches.halfWidth()).toBe(0);
  });

  it("F1 chunks of different sizes weigh by what is in them", () => {
    const random = randomOf(5);
    const batches = new BatchMeans();
    let sum = 0;
    let count = 0;
    for (let n = 0; n < 3000; n++) {
      // Large chunks hold small values: their mean is not the mean of the chunks' means.
      const size = n % 2 === 0 ? 40 : 10;
      let chunk = 0;
      for (let i = 0; i < size; i++) chunk += random() + (size === 40 ? 0 : 5);
      batches.add(chunk, size);
      sum += chunk;
      count += size;
    }
    expect(sum / count).toBeCloseTo(0.5 + 1, 1);
    expect(batches.halfWidth()).toBeLessThan(0.02);
  });
});

/** Observations already added in the run-length test. */
function alreadyAdded(done: number): number {
  return [0, 4_000, 64_000][done] ?? 0;
}
