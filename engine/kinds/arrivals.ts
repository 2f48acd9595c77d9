import type { Arrivals as AllArrivals } from "../../design/kinds/producer.ts";
import { burstAdvance } from "./burst.ts";
import { diurnalAdvance, diurnalRate } from "./diurnal.ts";

/** Arrival processes whose rate is a function of time alone. */
export type Arrivals = Exclude<AllArrivals, { process: "burst" | "trace" }>;

/** The time at which the integral of the rate from a time reaches so many events; Infinity for never. */
export type Advance = (fromMs: number, mass: number) => number;

/** How a process turns mass into time. `site` is where its bursts are drawn. */
export function advanceOf(arrivals: Exclude<AllArrivals, { process: "trace" }>, site: number): Advance {
  if (arrivals.process === "burst") return burstAdvance(arrivals, site);
  if (arrivals.process === "diurnal" || arrivals.process === "ramp" || arrivals.process === "spike") return (fromMs, mass) => advance(arrivals, fromMs, mass);
  const rate = arrivals.ratePerSecond / 1000;
  return (fromMs, mass) => fromMs + timeToPass(mass, rate, 0);
}

/** A stretch of time in which the rate is linear: `rate + slope · (t − from)`, per ms. */
interface Stretch {
  readonly untilMs: number;
  /** Rate at the asked time, events per ms. */
  readonly rate: number;
  readonly slope: number;
}

/** The rate function of an arrival process at a time, and how long that formula holds. */
function stretchAt(arrivals: Exclude<Arrivals, { process: "diurnal" }>, atMs: number): Stretch {
  const base = arrivals.ratePerSecond / 1000;
  switch (arrivals.process) {
    case "constant":
    case "poisson":
      return { untilMs: Number.POSITIVE_INFINITY, rate: base, slope: 0 };
    case "ramp": {
      const target = arrivals.toRatePerSecond / 1000;
      if (atMs >= arrivals.overMs) return { untilMs: Number.POSITIVE_INFINITY, rate: target, slope: 0 };
      const slope = (target - base) / arrivals.overMs;
      return { untilMs: arrivals.overMs, rate: base + slope * atMs, slope };
    }
    case "spike": {
      // Rounding may put the end of a period a little before itself, and there it would stand still.
      const floor = Math.floor(atMs / arrivals.everyMs);
      const period = (floor + 1) * arrivals.everyMs <= atMs ? floor + 1 : floor;
      const calmUntil = (period + 1) * arrivals.everyMs - arrivals.lengthMs;
      if (atMs < calmUntil) return { untilMs: calmUntil, rate: base, slope: 0 };
      return { untilMs: (period + 1) * arrivals.everyMs, rate: base * arrivals.factor, slope: 0 };
    }
  }
}

/** Time in which a linear rate passes `mass` events; Infinity when it never does. */
function timeToPass(mass: number, rate: number, slope: number): number {
  if (slope === 0) return rate > 0 ? mass / rate : Number.POSITIVE_INFINITY;
  const discriminant = rate * rate + 2 * slope * mass;
  if (discriminant < 0) return Number.POSITIVE_INFINITY;
  const time = (2 * mass) / (rate + Math.sqrt(discriminant));
  return time >= 0 ? time : Number.POSITIVE_INFINITY;
}

/**
 * The time at which the integral of the rate from `fromMs` reaches `mass` events. With an exponential mass of mean 1
 * this gives a Poisson process of that rate (time rescaling: Çınlar, Introduction to Stochastic Processes, §4.7), with
 * mass 1 evenly spaced events. Spikes come at the end of each period, so that a run begins calm.
 */
export function advance(arrivals: Arrivals, fromMs: number, mass: number): number {
  if (arrivals.process === "diurnal") return diurnalAdvance(arrivals, fromMs, mass);
  let atMs = fromMs;
  let left = mass;
  for (let guard = 0; guard < 100_000; guard++) {
    const { untilMs, rate, slope } = stretchAt(arrivals, atMs);
    const time = timeToPass(left, rate, slope);
    if (atMs + time <= untilMs) return atMs + time;
    if (untilMs === Number.POSITIVE_INFINITY) return untilMs;
    const span = untilMs - atMs;
    left -= rate * span + (slope * span * span) / 2;
    atMs = untilMs;
  }
  return Number.POSITIVE_INFINITY;
}

/** Rate at a time, events per second. */
export function rateAt(arrivals: Arrivals, atMs: number): number {
  return arrivals.process === "diurnal" ? diurnalRate(arrivals, atMs) : stretchAt(arrivals, atMs).rate * 1000;
}
