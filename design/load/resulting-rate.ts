import type { DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import type { Arrivals } from "../kinds/producer.ts";
import { rateAt } from "./own-rate.ts";
import { PlannedLoad, type LoadStep } from "./planned-load.ts";

/** A point of a producer's rate over the time of a run. */
export interface RatePoint {
  readonly atMs: number;
  /** Events per second; of a trace whose events are not in the design, how many times as fast as it was recorded. */
  readonly rate: number;
}

/** So many points are drawn beside those at which the plan jumps or bends. */
const POINTS = 240;

/** The rate that a producer has with its plan (rule P7), from 0 to `lengthMs`, for a picture: of bursts the mean. Settings must be sound. */
export function resultingRate(node: DesignNode, load: readonly LoadStep[], lengthMs: number): RatePoint[] {
  const { arrivals, limit } = settingsOf(node, "producer");
  const own = ownRateOf(arrivals);
  const planned = new PlannedLoad(load, (atMs) => own(atMs) / 1000);
  const endMs = limit?.durationMs ?? Number.POSITIVE_INFINITY;
  const times = Array.from({ length: POINTS + 1 }, (_, point) => (point / POINTS) * lengthMs);
  const jumps = [endMs, ...load.flatMap(({ atMs, durationMs = 0 }) => [atMs, atMs + durationMs])].filter((atMs) => atMs > 0 && atMs <= lengthMs);
  // A jump is a point right before it, and one at it.
  const before = jumps.map((atMs) => atMs - lengthMs * 1e-6);
  return [...times, ...jumps, ...before].toSorted((a, b) => a - b).map((atMs) => ({ atMs, rate: atMs >= endMs ? 0 : planned.rateAt(atMs) * 1000 }));
}

function ownRateOf(arrivals: Arrivals): (atMs: number) => number {
  if (arrivals.process === "burst") return () => arrivals.ratePerSecond;
  if (arrivals.process !== "trace") return (atMs) => rateAt(arrivals, atMs);
  const { events, ratePerSecond } = arrivals;
  const lastMs = events?.at(-1)?.atMs ?? 0;
  const mean = ratePerSecond ?? (events !== undefined && lastMs > 0 ? (events.length * 1000) / lastMs : 1);
  return () => mean;
}
