import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arrivals as AllArrivals } from "../../design/kinds/producer.ts";
import { chiSquared, chiSquaredLimit, correlationOf, ksDistance, ksLimit } from "../../tests/support/statistics.ts";
import { producerOf } from "../../tests/support/behaviours.ts";
import { drawSite, uniform } from "../core/random.ts";
import { rateAt, type RateArrivals } from "../../design/load/own-rate.ts";
import { advance } from "./arrivals.ts";
import { burstRates } from "./burst.ts";

/** Times of a producer's events before `untilMs`. */
function timesOf(arrivals: AllArrivals, untilMs: number, seed = 1): number[] {
  const { next } = producerOf({ arrivals }, seed);
  const times: number[] = [];
  for (let n = 0, at = next(0, 0); at < untilMs; at = next(++n, at)) times.push(at);
  return times;
}

/** Events that the rate promises until a time: its integral, by 20,000 trapezia. */
function integral(arrivals: RateArrivals, untilMs: number): number {
  const steps = 20_000;
  const width = untilMs / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += rateAt(arrivals, (i + 0.5) * width);
  return (sum * width) / 1000;
}

function between(times: readonly number[], from: number, to: number): number {
  return times.filter((at) => at >= from && at < to).length;
}

const RAMP: RateArrivals = { process: "ramp", ratePerSecond: 50, toRatePerSecond: 450, overMs: 20_000 };
const DIURNAL = { process: "diurnal", ratePerSecond: 100, amplitude: 0.8, periodMs: 5000 } as const;
const SPIKE: RateArrivals = { process: "spike", ratePerSecond: 100, factor: 5, everyMs: 10_000, lengthMs: 2000 };

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

  it("P1 the time rescaled by the rate is a Poisson process of rate 1, also over ramps, spikes and days", () => {
    for (const arrivals of [RAMP, DIURNAL, { ...RAMP, toRatePerSecond: 5 }, SPIKE]) {
      const times = timesOf(arrivals, 20_000);
      const masses = times.map((at, n) => massBetween(arrivals, times[n - 1] ?? 0, at));
      expect(ksDistance(masses, (mass) => 1 - Math.exp(-mass))).toBeLessThan(ksLimit(masses.length));
    }
  });

  it("P1 diurnal: the rate swings around its mean, lowest at the start", () => {
    expect([0, 1250, 2500, 3750, 5000].map((at) => Math.round(rateAt(DIURNAL, at)))).toEqual([20, 100, 180, 100, 20]);
    const times = timesOf(DIURNAL, 200_000);
    expect(Math.abs(times.length - 20_000)).toBeLessThan(5 * Math.sqrt(20_000));
    const bins = Array.from({ length: 20 }, () => 0);
    for (const at of times) bins[Math.floor((at % 5000) / 250)]!++;
    const expected = bins.map((_, bin) => 40 * massBetween(DIURNAL, bin * 250, (bin + 1) * 250));
    expect(chiSquared(bins, expected)).toBeLessThan(chiSquaredLimit(20));
    expect(timesOf({ ...DIURNAL, ratePerSecond: 0 }, 10_000)).toEqual([]);
    expect(timesOf({ ...DIURNAL, amplitude: 1, periodMs: 86_400_000 }, 60_000).length).toBeLessThan(3);
  });

  describe("P1 burst", () => {
    const BURST = { process: "burst", ratePerSecond: 100, burstFactor: 8, burstMeanMs: 500, calmMeanMs: 1500 } as const;
    const untilMs = 1_000_000;
    const times = timesOf(BURST, untilMs);
    const site = drawSite(1, "n", "bursts");

    /** When the state changes; even stretches are calm. */
    function changesUntil(end: number): number[] {
      const changes = [0];
      for (let n = 0; changes[n]! < end; n++) changes.push(changes[n]! - Math.log(uniform(site, n, 0, 1)) * (n % 2 === 1 ? 500 : 1500));
      return changes;
    }

    it("P1 burst: the rate is the long-run mean, and eight times as high in a burst", () => {
      expect(burstRates(BURST).burst / burstRates(BURST).calm).toBe(8);
      expect((burstRates(BURST).calm * 1500 + burstRates(BURST).burst * 500) / 2000).toBeCloseTo(100, 9);
      // Index of dispersion of an MMPP2 for long times (Fischer and Meier-Hellstern, 1993), with two states left at rates a and b.
      const { calm, burst } = burstRates(BURST);
      const [a, b] = [1 / 1.5, 1 / 0.5];
      const dispersion = 1 + (2 * (burst - calm) ** 2 * a * b) / ((a + b) ** 2 * (burst * a + calm * b));
      expect(Math.abs(times.length - 100_000)).toBeLessThan(4 * Math.sqrt(dispersion * 100_000));
      const counts = Array.from({ length: 100 }, () => 0);
      for (const at of times) counts[Math.floor(at / 10_000)]!++;
      const variance = counts.reduce((sum, count) => sum + (count - times.length / 100) ** 2, 0) / 99;
      // Relative standard error of a variance from 100 counts: √(2/99) = 0.14.
      expect(variance / (times.length / 100) / dispersion).toBeGreaterThan(0.45);
      expect(variance / (times.length / 100) / dispersion).toBeLessThan(1.55);
    });

    it("P1 burst: states last exponential times, and in each arrivals are Poisson", () => {
      const changes = changesUntil(untilMs);
      for (const parity of [0, 1]) {
        const lengths = changes.slice(1).map((at, n) => at - changes[n]!).filter((_, n) => n % 2 === parity);
        expect(ksDistance(lengths, (length) => 1 - Math.exp(-length / (parity === 1 ? 500 : 1500)))).toBeLessThan(ksLimit(lengths.length));
      }
      const { calm, burst } = burstRates(BURST);
      let stretch = 0;
      let mass = 0;
      const massUntil = (at: number): number => {
        for (; changes[stretch + 1]! <= at; stretch++) mass += (changes[stretch + 1]! - changes[stretch]!) * (stretch % 2 === 1 ? burst : calm);
        return (mass + (at - changes[stretch]!) * (stretch % 2 === 1 ? burst : calm)) / 1000;
      };
      const masses = times.map(massUntil);
      const gaps = masses.map((at, n) => at - (masses[n - 1] ?? 0));
      expect(ksDistance(gaps, (gap) => 1 - Math.exp(-gap))).toBeLessThan(ksLimit(gaps.length));
    });

    it("P1 E5 burst: bursts come at the same times whatever the rate, and after going back", () => {
      const { next } = producerOf({ arrivals: BURST });
      const later = next(7, 90_000);
      expect(next(7, 10)).toBeLessThan(later);
      expect(next(7, 90_000)).toBe(later);
      const perSecond = (rate: number, seed = 1): number[] => {
        const counts = Array.from({ length: 100 }, () => 0);
        for (const at of timesOf({ ...BURST, ratePerSecond: rate }, 100_000, seed)) counts[Math.floor(at / 1000)]!++;
        return counts;
      };
      expect(correlationOf(perSecond(400), perSecond(800))).toBeGreaterThan(0.9);
      expect(correlationOf(perSecond(400), perSecond(800, 2))).toBeLessThan(0.4);
      expect(timesOf({ ...BURST, ratePerSecond: 0 }, 10_000)).toEqual([]);
    });
  });

  it("P1 mass and time are inverse to each other", () => {
    const rate = fc.double({ min: 0.1, max: 1000, noNaN: true });
    const arrivals: fc.Arbitrary<RateArrivals> = fc.oneof(
      fc.record({ process: fc.constant("ramp" as const), ratePerSecond: rate, toRatePerSecond: rate, overMs: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ process: fc.constant("spike" as const), ratePerSecond: rate, factor: fc.double({ min: 0, max: 20, noNaN: true }), everyMs: fc.integer({ min: 500, max: 5000 }), lengthMs: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ process: fc.constant("diurnal" as const), ratePerSecond: rate, amplitude: fc.double({ min: 0, max: 0.99, noNaN: true }), periodMs: fc.integer({ min: 10, max: 20_000 }) }),
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
    const down: RateArrivals = { process: "ramp", ratePerSecond: 10, toRatePerSecond: 0, overMs: 1000 };
    expect(advance(down, 0, 4.999)).toBeLessThan(1000);
    expect(advance(down, 0, 5.001)).toBe(Number.POSITIVE_INFINITY);
    expect(timesOf({ process: "spike", ratePerSecond: 10, factor: 0, everyMs: 1000, lengthMs: 500 }, 10_000).every((at) => at % 1000 < 500)).toBe(true);
  });

  it("P1 spikes of any period go on for ever", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1000, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (everyMs, share) => {
        const spike: RateArrivals = { process: "spike", ratePerSecond: 1000, factor: 3, everyMs, lengthMs: Math.max(1, everyMs * share) };
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
function massBetween(arrivals: RateArrivals, from: number, to: number): number {
  if (arrivals.process === "diurnal") {
    const { ratePerSecond, amplitude, periodMs } = arrivals;
    const swing = (at: number): number => (amplitude * periodMs * Math.sin((2 * Math.PI * at) / periodMs)) / (2 * Math.PI);
    return (ratePerSecond * (to - swing(to) - (from - swing(from)))) / 1000;
  }
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
