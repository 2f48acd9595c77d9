import type { Arrivals as AllArrivals } from "../kinds/producer.ts";

/** Arrival processes whose rate is a function of time alone (rule P1). */
export type RateArrivals = Exclude<AllArrivals, { process: "burst" | "trace" }>;

/** A stretch of time in which the rate is linear: `rate + slope · (t − from)`, per ms. */
export interface Stretch {
  readonly untilMs: number;
  /** Rate at the asked time, events per ms. */
  readonly rate: number;
  readonly slope: number;
}

/** The rate function of an arrival process at a time, and how long that formula holds. */
export function stretchAt(arrivals: Exclude<RateArrivals, { process: "diurnal" }>, atMs: number): Stretch {
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

/** Rate of a day at a time, events per second: `mean · (1 − amplitude · cos(2π t / period))`. A run begins at the low. */
export function diurnalRate({ ratePerSecond, amplitude, periodMs }: Extract<AllArrivals, { process: "diurnal" }>, atMs: number): number {
  return ratePerSecond * (1 - amplitude * Math.cos((2 * Math.PI * atMs) / periodMs));
}

/** Rate at a time, events per second. */
export function rateAt(arrivals: RateArrivals, atMs: number): number {
  return arrivals.process === "diurnal" ? diurnalRate(arrivals, atMs) : stretchAt(arrivals, atMs).rate * 1000;
}
