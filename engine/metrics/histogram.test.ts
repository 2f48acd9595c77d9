import fc from "fast-check";
import { build } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import { bucketOf, Histogram, HistogramRecorder, valueOf, type HistogramDelta } from "./histogram.ts";

const times = fc.array(fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 3000, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(0)), { minLength: 1, maxLength: 300 });

function deltaOf(values: readonly number[]): HistogramDelta {
  const recorder = new HistogramRecorder();
  for (const value of values) recorder.record(value);
  return recorder.flush()!;
}

function histogramOf(...parts: readonly (readonly number[])[]): Histogram {
  const histogram = new Histogram();
  for (const part of parts) if (part.length > 0) histogram.add(deltaOf(part));
  return histogram;
}

describe("histogram", () => {
  it("M1 buckets grow with the value, and each holds its own to 3 digits", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(5000), fc.nat(2 ** 31 - 1), fc.maxSafeNat()), (units) => {
        expect(bucketOf(units + 1)).toBeGreaterThanOrEqual(bucketOf(units));
        const middle = valueOf(bucketOf(units));
        expect(Math.abs(middle - units)).toBeLessThanOrEqual(Math.max(0, units / 2000));
        expect(bucketOf(Math.floor(middle))).toBe(bucketOf(units));
      }),
      { numRuns: 2000 },
    );
    for (let power = 10; power < 52; power++)
      for (const units of [2 ** power - 1, 2 ** power, 2 ** power + 1]) expect(bucketOf(units + 1) - bucketOf(units)).toBeLessThanOrEqual(1);
  });

  it("M1 percentiles are those of HdrHistogram with 3 digits, to within one bucket", () => {
    fc.assert(
      fc.property(times, (values) => {
        const ours = histogramOf(values);
        const theirs = build({ lowestDiscernibleValue: 1, highestTrackableValue: 2e12, numberOfSignificantValueDigits: 3 });
        for (const value of values) theirs.recordValue(Math.round(value * 1000));
        for (const percent of [1, 25, 50, 75, 95, 99, 99.9, 100]) {
          const mine = bucketOf(Math.round(ours.percentile(percent) * 1000));
          expect(Math.abs(mine - bucketOf(theirs.getValueAtPercentile(percent)))).toBeLessThanOrEqual(1);
        }
        const stats = ours.stats();
        expect(stats.count).toBe(values.length);
        expect(stats.max).toBe(Math.max(...values));
        expect(stats.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
      }),
      { numRuns: 200 },
    );
  });

  it("M2 merging what several processes recorded gives the histogram of the whole", () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const parts = histogramOf(a, b, c).stats();
        const whole = histogramOf([...a, ...b, ...c]).stats();
        expect(parts).toEqual({ ...whole, mean: expect.closeTo(whole.mean, 3) as number });
      }),
    );
  });

  it("M2 taking a part back leaves the rest: percentiles exactly, the maximum to its bucket", () => {
    fc.assert(
      fc.property(times, times, (kept, gone) => {
        const histogram = histogramOf(kept, gone);
        histogram.subtract(deltaOf(gone));
        const rest = histogramOf(kept);
        expect(histogram.count).toBe(kept.length);
        const bucketed = (h: Histogram, percent: number): number => bucketOf(Math.round(h.percentile(percent) * 1000));
        for (const percent of [50, 95, 99]) expect(Math.abs(bucketed(histogram, percent) - bucketed(rest, percent))).toBeLessThanOrEqual(1);
        expect(histogram.stats().max).toBeGreaterThanOrEqual(rest.stats().max * 0.9999);
        expect(histogram.stats().max).toBeLessThanOrEqual(Math.max(0.001, rest.stats().max * 1.002) + 0.0011);
        // The sum is a float: what is left of it is as exact as the largest number that was ever in it.
        const largest = Math.max(0, ...kept, ...gone);
        expect(Math.abs(histogram.stats().mean - rest.stats().mean)).toBeLessThanOrEqual(0.0005 + largest * 1e-9);
      }),
    );
  });

  it("M2 a window that lost everything is empty, and fills again", () => {
    const histogram = histogramOf([5, 10]);
    histogram.subtract(deltaOf([5, 10]));
    expect(histogram.stats()).toEqual({ count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 });
    histogram.add(deltaOf([3]));
    expect(histogram.stats()).toMatchObject({ count: 1, mean: 3, p50: 3, max: 3 });
  });

  it("M1 a recorder gives what came since the last call, and nothing for nothing", () => {
    const recorder = new HistogramRecorder();
    expect(recorder.flush()).toBeUndefined();
    recorder.record(1.5);
    recorder.record(1.5);
    recorder.record(0);
    expect(recorder.flush()).toEqual({ buckets: [1500, 2, 0, 1], sum: 3, max: 1.5 });
    expect(recorder.flush()).toBeUndefined();
    recorder.record(1.5);
    expect(recorder.flush()).toEqual({ buckets: [1500, 1], sum: 1.5, max: 1.5 });
  });

  it("a year and a negative time are recorded, too", () => {
    const histogram = histogramOf([365 * 86_400_000, -4]);
    expect(histogram.count).toBe(2);
    expect(histogram.percentile(100)).toBeCloseTo(365 * 86_400_000, -8);
    expect(histogram.percentile(1)).toBe(0);
  });
});
