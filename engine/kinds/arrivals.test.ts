import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arrivals } from "../../design/kinds/producer.ts";
import { correlationOf, ksDistance, ksLimit } from "../../tests/support/statistics.ts";
import { producerOf } from "../../tests/support/behaviours.ts";
import { advance, rateAt } from "./arrivals.ts";

/** Times of a producer's events before `untilMs`. */
function timesOf(arrivals: Arrivals, untilMs: number, seed = 1): number[] {
  const { next } = producerOf({ arrivals }, seed);
  const times: number[] = [];
  for (let n = 0, at = next(0, 0); at < untilMs; at = next(++n, at)) times.push(at);
  return times;
}

/** Events that the rate promises until a time: its integral, by 20,000 trapezia. */
function integral(arrivals: Arrivals, untilMs: number): number {
  const steps = 20_000;
  const width = untilMs / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += rateAt(arrivals, (i + 0.5) * width);
  return (sum * width) / 1000;
}

function between(times: readonly number[], from: number, to: number): number {
  return times.filter((at) => at >= from && at < to).length;
}

const RAMP: Arrivals = { process: "ramp", ratePerSecond: 50, toRatePerSecond: 450, overMs: 20_000 };
const SPIKE: Arrivals = { process: "spike", ratePerSecond: 100, factor: 5, everyMs: 10_000, lengthMs: 2000 };

describe("P1 arrivals", () => {
  it("P1 constant: evenly spaced, the first after one interval", () => {
    const times = timesOf({ process: "constant", ratePerSecond: 40 }, 1000.001);
    expect(times).toHaveLength(40);
    for (const [n, at] of times.entries()) expect(at).toBeCloseTo((n + 1) * 25, 6);
  });

  it.each([1, 2, 3])("P1 Poisson (seed %d): intervals are exponential and independent of each other", (seed) => {
    const times = timesOf({ process: "poisson", ratePerSecond: 100 }, 200_000, seed);
    const gaps = times.map((at, n) => at - (times[n - 1] ?? 0));
    expect(ksDistance(gaps, (gap) => 1 - Math.exp(-gap / 10))).toBeLessThan(ksLimit(gaps.length));
    expect(Math.abs(correlationOf(gaps.slice(1), gaps.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(gaps.length));
  });

  it("P1 Poisson: counts of a second vary as much as their mean", () => {
    const times = timesOf({ process: "poisson", ratePerSecond: 50 }, 400_000);
    const counts = Array.from({ length: 400 }, () => 0);
    for (const at of times) counts[Math.floor(at / 1000)]!++;
    const mean = times.length / 400;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 399;
    // The index of dispersion of a Poisson process is 1, with a standard error of √(2/399) = 0.07.
    expect(variance / mean).toBeGreaterThan(0.72);
    expect(variance / mean).toBeLessThan(1.28);
  });

  it("P1 ramp: the rate grows evenly and then stays", () => {
    expect([0, 5000, 10_000, 20_000, 90_000].map((at) => Math.round(rateAt(RAMP, at)))).toEqual([50, 150, 250, 450, 450]);
    const times = timesOf(RAMP, 40_000);
    for (const until of [5000, 10_000, 20_000, 30_000, 40_000]) {
      const expected = integral(RAMP, until);
      // A Poisson count: five standard deviations.
      expect(Math.abs(between(times, 0, until) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it("P1 spike: the rate is multiplied at the end of each period, so that a run begins calm", () => {
    expect([0, 7999, 8000, 9999, 10_000, 18_000].map((at) => rateAt(SPIKE, at))).toEqual([100, 100, 500, 500, 100, 500]);
    const times = timesOf(SPIKE, 60_000);
    for (let period = 0; period < 6; period++) {
      const start = period * 10_000;
      expect(Math.abs(between(times, start, start + 8000) - 800)).toBeLessThan(5 * Math.sqrt(800));
      expect(Math.abs(between(times, start + 8000, start + 10_000) - 1000)).toBeLessThan(5 * Math.sqrt(1000));
    }
    expect(integral(SPIKE, 60_000)).toBeCloseTo(6 * 1800, 0);
  });

  it("P1 the time rescaled by the rate is a Poisson process of rate 1, also over ramps and spikes", () => {
    for (const arrivals of [RAMP, { ...RAMP, toRatePerSecond: 5 }, SPIKE]) {
      const times = timesOf(arrivals, 20_000);
      const masses = times.map((at, n) => massBetween(arrivals, times[n - 1] ?? 0, at));
      expect(ksDistance(masses, (mass) => 1 - Math.exp(-mass))).toBeLessThan(ksLimit(masses.length));
    }
  });

  it("P1 mass and time are inverse to each other", () => {
    const rate = fc.double({ min: 0.1, max: 1000, noNaN: true });
    const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
      fc.record({ process: fc.constant("ramp" as const), ratePerSecond: rate, toRatePerSecond: rate, overMs: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ process: fc.constant("spike" as const), ratePerSecond: rate, factor: fc.double({ min: 0, max: 20, noNaN: true }), everyMs: fc.integer({ min: 500, max: 5000 }), lengthMs: fc.integer({ min: 1, max: 500 }) }),
    );
    fc.assert(
      fc.property(arrivals, fc.nat(20_000), fc.double({ min: 0.01, max: 10, noNaN: true }), (each, fromMs, mass) => {
        const at = advance(each, fromMs, mass);
        fc.pre(at < fromMs + 600_000);
        expect(at).toBeGreaterThan(fromMs);
        expect(massBetween(each, fromMs, at)).toBeCloseTo(mass, 5);
      }),
    );
  });

  it("P1 a rate of zero never emits; a ramp down to zero stops when its events are spent", () => {
    expect(advance({ process: "poisson", ratePerSecond: 0 }, 5, 1)).toBe(Number.POSITIVE_INFINITY);
    const down: Arrivals = { process: "ramp", ratePerSecond: 10, toRatePerSecond: 0, overMs: 1000 };
    expect(advance(down, 0, 4.999)).toBeLessThan(1000);
    expect(advance(down, 0, 5.001)).toBe(Number.POSITIVE_INFINITY);
    expect(timesOf({ process: "spike", ratePerSecond: 10, factor: 0, everyMs: 1000, lengthMs: 500 }, 10_000).every((at) => at % 1000 < 500)).toBe(true);
  });

  it("P1 spikes of any period go on for ever", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1000, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (everyMs, share) => {
        const spike: Arrivals = { process: "spike", ratePerSecond: 1000, factor: 3, everyMs, lengthMs: Math.max(1, everyMs * share) };
        fc.pre(spike.lengthMs <= everyMs);
        let at = 0;
        let longest = 0;
        for (let n = 0; n < 1000; n++) {
          const next = advance(spike, at, 1);
          longest = Math.max(longest, next > at ? next - at : Number.POSITIVE_INFINITY);
          at = next;
        }
        expect(longest).toBeLessThan(2);
      }),
    );
  });

  it("E5 one seed gives one sample path, whatever the rate: rates are compared on common random numbers", () => {
    const slow = timesOf({ process: "poisson", ratePerSecond: 10 }, 10_000);
    const fast = timesOf({ process: "poisson", ratePerSecond: 20 }, 5000);
    expect(fast).toHaveLength(slow.length);
    for (const [n, at] of fast.entries()) expect(at * 2).toBeCloseTo(slow[n]!, 6);
    expect(timesOf({ process: "poisson", ratePerSecond: 10 }, 10_000)).toEqual(slow);
    expect(timesOf({ process: "poisson", ratePerSecond: 10 }, 10_000, 2)).not.toEqual(slow);
  });
});

/** Exact integral of the rate over an interval, by stretches in which it is linear. */
function massBetween(arrivals: Arrivals, from: number, to: number): number {
  const cuts = [from, to];
  if (arrivals.process === "ramp") cuts.push(arrivals.overMs);
  if (arrivals.process === "spike")
    for (let start = Math.floor(from / arrivals.everyMs) * arrivals.everyMs; start <= to; start += arrivals.everyMs) cuts.push(start, start + arrivals.everyMs - arrivals.lengthMs);
  const inside = cuts.filter((cut) => cut >= from && cut <= to).toSorted((a, b) => a - b);
  return inside.reduce((sum, cut, i) => {
    const start = inside[i - 1] ?? cut;
    return sum + (rateAt(arrivals, (start + cut) / 2) * (cut - start)) / 1000;
  }, 0);
}
