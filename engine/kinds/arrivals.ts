import type { Arrivals as AllArrivals } from "../../design/kinds/producer.ts";
import { rateAt, stretchAt, type RateArrivals } from "../../design/load/own-rate.ts";
import { PlannedLoad, type LoadStep } from "../../design/load/planned-load.ts";
import { burstAdvance, burstRate } from "./burst.ts";
import { diurnalAdvance } from "./diurnal.ts";
import { plannedAdvance, type Advance, type OwnRate } from "./planned-advance.ts";

/** How a process turns mass into time, under the load that is planned for it (rule P7). `site` is where its bursts are drawn. */
export function advanceOf(arrivals: Exclude<AllArrivals, { process: "trace" }>, site: number, load: readonly LoadStep[] = []): Advance {
  return planned(arrivals.process === "burst" ? burstRate(arrivals, site) : ownRate(arrivals), ownAdvance(arrivals, site), load);
}

/** How recorded gaps turn into time: as they are, but for factors. */
export function playbackAdvance(load: readonly LoadStep[]): Advance {
  return planned({ at: () => 1, untilMs: () => Number.POSITIVE_INFINITY }, (fromMs, gapMs) => fromMs + gapMs, load);
}

function planned(own: OwnRate, advance: Advance, load: readonly LoadStep[]): Advance {
  return load.length === 0 ? advance : plannedAdvance(own, advance, new PlannedLoad(load, (atMs) => own.at(atMs)));
}

function ownAdvance(arrivals: Exclude<AllArrivals, { process: "trace" }>, site: number): Advance {
  if (arrivals.process === "burst") return burstAdvance(arrivals, site);
  if (arrivals.process === "diurnal" || arrivals.process === "ramp" || arrivals.process === "spike") return (fromMs, mass) => advance(arrivals, fromMs, mass);
  const rate = arrivals.ratePerSecond / 1000;
  return (fromMs, mass) => fromMs + timeToPass(mass, rate, 0);
}

/** A day is smooth, but its integral is taken an hour at a time; one that is shorter than a blink, a ms at a time. */
function ownRate(arrivals: RateArrivals): OwnRate {
  return {
    at: (atMs) => rateAt(arrivals, atMs) / 1000,
    untilMs: (atMs) => (arrivals.process === "diurnal" ? atMs + Math.max(1, arrivals.periodMs / 24) : stretchAt(arrivals, atMs).untilMs),
  };
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
export function advance(arrivals: RateArrivals, fromMs: number, mass: number): number {
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
