import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlannedLoad, type LoadStep } from "../../design/load/planned-load.ts";
import type { Arrivals } from "../../design/kinds/producer.ts";
import { rateAt } from "../../design/load/own-rate.ts";
import { producerOf } from "../../tests/support/behaviours.ts";
import { drawSite } from "../core/random.ts";
import { advanceOf } from "./arrivals.ts";
import { burstRate } from "./burst.ts";

type Drawn = Exclude<Arrivals, { process: "trace" }>;
const SITE = drawSite(1, "n", "bursts");

/** Events that a plan promises from one time to another: its integral, by 40,000 midpoints. */
function promised(arrivals: Drawn, load: readonly LoadStep[], fromMs: number, toMs: number): number {
  const own = arrivals.process === "burst" ? burstRate(arrivals, SITE).at : (atMs: number) => rateAt(arrivals, atMs) / 1000;
  const planned = new PlannedLoad(load, own);
  const steps = 40_000;
  const width = (toMs - fromMs) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += planned.rateAt(fromMs + (step + 0.5) * width);
  return sum * width;
}

function timesOf(given: Parameters<typeof producerOf>[0], untilMs: number, load: readonly LoadStep[], from = 0): number[] {
  const { next, limitCount } = producerOf(given, 1, load);
  const times: number[] = [];
  for (let n = from, at = next(n, 0); at < untilMs && n < limitCount; at = next(++n, at)) times.push(at);
  return times;
}

const rate = fc.double({ min: 0.5, max: 400, noNaN: true });
const arbitraryArrivals: fc.Arbitrary<Drawn> = fc.oneof(
  fc.record({ process: fc.constant("poisson" as const), ratePerSecond: rate }),
  fc.record({ process: fc.constant("ramp" as const), ratePerSecond: rate, toRatePerSecond: rate, overMs: fc.integer({ min: 1, max: 10_000 }) }),
  fc.record({ process: fc.constant("spike" as const), ratePerSecond: rate, factor: fc.double({ min: 0, max: 20, noNaN: true }), everyMs: fc.integer({ min: 500, max: 5000 }), lengthMs: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ process: fc.constant("diurnal" as const), ratePerSecond: rate, amplitude: fc.double({ min: 0, max: 1, noNaN: true }), periodMs: fc.integer({ min: 500, max: 20_000 }) }),
  fc.record({ process: fc.constant("burst" as const), ratePerSecond: rate, burstFactor: fc.integer({ min: 1, max: 20 }), burstMeanMs: fc.integer({ min: 100, max: 2000 }), calmMeanMs: fc.integer({ min: 100, max: 5000 }) }),
);
const arbitraryStep: fc.Arbitrary<LoadStep> = fc
  .record({
    atMs: fc.integer({ min: 0, max: 8000 }),
    durationMs: fc.integer({ min: 1, max: 4000 }),
    shape: fc.constantFrom("step" as const, "ramp" as const),
    target: fc.oneof(fc.record({ rateFactor: fc.double({ min: 0, max: 10, noNaN: true }) }), fc.record({ ratePerSecond: fc.double({ min: 0, max: 500, noNaN: true }) })),
  })
  .map(({ target, ...step }) => ({ ...step, ...target, node: "p" }));
const arbitraryLoad = fc.array(arbitraryStep, { minLength: 1, maxLength: 5 }).map((steps) => steps.toSorted((a, b) => a.atMs - b.atMs));

describe("P7 times under a planned load", () => {
  it("P7 the integral of the planned rate from one event to the next is what the event was drawn to wait", () => {
    fc.assert(
      fc.property(arbitraryArrivals, arbitraryLoad, fc.double({ min: 0, max: 12_000, noNaN: true }), fc.double({ min: 0.01, max: 200, noNaN: true }), (arrivals, load, fromMs, mass) => {
        const atMs = advanceOf(arrivals, SITE, load)(fromMs, mass);
        expect(atMs).toBeGreaterThanOrEqual(fromMs);
        if (atMs > 1e6) return;
        // Midpoints are off by half a width at each jump of the rate.
        const off = 1e-3 + ((atMs - fromMs) / 40_000) * 5;
        expect(Math.abs(promised(arrivals, load, fromMs, atMs) - mass)).toBeLessThan(mass * 2e-3 + off);
      }),
      { numRuns: 50 },
    );
  });

  it("P7 events in two goes are events in one: time only goes on", () => {
    fc.assert(
      fc.property(arbitraryArrivals, arbitraryLoad, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }), (arrivals, load, first, second) => {
        const advance = advanceOf(arrivals, SITE, load);
        const between = advance(0, first);
        const [once, twice] = [advance(0, first + second), between === Number.POSITIVE_INFINITY ? between : advance(between, second)];
        expect(twice).toBeGreaterThanOrEqual(between);
        // Where hardly anything passes, a little mass is much time.
        if (once < 1e6 && promised(arrivals, load, Math.max(0, once - 1), once + 1) > 1e-3) expect(Math.abs(once - twice)).toBeLessThan(1e-3);
      }),
      { numRuns: 60 },
    );
  });

  it("P7 constant: evenly spaced before, during and after a step, and the gap in which it begins is partly of either", () => {
    const load = [{ atMs: 1050, node: "n", rateFactor: 5, durationMs: 400 }];
    const times = timesOf({ arrivals: { process: "constant", ratePerSecond: 10 } }, 1801, load).map((atMs) => Math.round(atMs * 1000) / 1000);
    const during = Array.from({ length: 20 }, (_, n) => 1060 + n * 20);
    expect(times).toEqual([...Array.from({ length: 10 }, (_, n) => (n + 1) * 100), ...during, 1500, 1600, 1700, 1800]);
  });

  it("P7 Poisson: as many events as the plan promises, to four standard deviations", () => {
    const load = [{ atMs: 20_000, node: "n", rateFactor: 6, durationMs: 20_000, shape: "ramp" as const }];
    const times = timesOf({ arrivals: { process: "poisson", ratePerSecond: 50 } }, 60_000, load);
    const counts = [0, 20_000, 40_000].map((fromMs) => times.filter((atMs) => atMs >= fromMs && atMs < fromMs + 20_000).length);
    for (const [index, expected] of [1000, 3500, 6000].entries()) expect(Math.abs((counts[index] ?? 0) - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it("P7 what comes before the first step is what comes without a plan, and a plan of factor 1 moves nothing", () => {
    const given = { arrivals: { process: "poisson", ratePerSecond: 80 } } as const;
    const [without, later] = [timesOf(given, 3000, []), timesOf(given, 3000, [{ atMs: 3000, node: "n", rateFactor: 9 }])];
    const one = timesOf(given, 3000, [{ atMs: 500, node: "n", rateFactor: 1, durationMs: 1000, shape: "ramp" }]);
    expect(later).toHaveLength(without.length);
    for (const [n, atMs] of without.entries()) {
      expect(later[n]).toBeCloseTo(atMs, 6);
      expect(one[n]).toBeCloseTo(atMs, 6);
    }
  });

  it("P7 a factor of 0 is a silence; without an end nothing comes any more", () => {
    const given = { arrivals: { process: "constant", ratePerSecond: 10 } } as const;
    expect(timesOf(given, 1001, [{ atMs: 250, node: "n", rateFactor: 0, durationMs: 500 }]).map(Math.round)).toEqual([100, 200, 800, 900, 1000]);
    expect(timesOf(given, 1e12, [{ atMs: 250, node: "n", rateFactor: 0 }]).map(Math.round)).toEqual([100, 200]);
    expect(timesOf(given, 1e12, [{ atMs: 250, node: "n", ratePerSecond: 0 }]).map(Math.round)).toEqual([100, 200]);
  });

  it("P7 a trace is played faster and slower", () => {
    const events = [100, 200, 300, 400, 500].map((atMs) => ({ atMs }));
    const load = [{ atMs: 200, node: "n", rateFactor: 2, durationMs: 100 }, { atMs: 300, node: "n", rateFactor: 0.5 }];
    expect(timesOf({ arrivals: { process: "trace", events } }, 1e9, load).map(Math.round)).toEqual([100, 200, 250, 300, 500]);
  });
});
