import type { LoadStep } from "../../../../design/load/planned-load.ts";

/** A step with its index in the design's list. */
export interface IndexedStep {
  readonly index: number;
  readonly step: LoadStep;
}

/** The same, with the lane that its bar lies in. */
export interface PlacedStep extends IndexedStep {
  readonly lane: number;
}

/** So wide a bar is at least, in shares of the whole: it can be read and pointed at. */
const LEAST_SHARE = 0.04;

/** Bars of a producer's steps in lanes, so that none covers another; each takes the first lane that is free. `steps` are in order of time. */
export function inLanes(steps: readonly IndexedStep[], lengthMs: number): PlacedStep[] {
  const freeFrom: number[] = [];
  return steps.map(({ index, step }) => {
    const free = freeFrom.findIndex((end) => end <= step.atMs);
    const lane = free === -1 ? freeFrom.length : free;
    const { left, width } = shareOf(step, lengthMs);
    freeFrom[lane] = (left + width) * lengthMs;
    return { index, step, lane };
  });
}

/** Where a bar lies, in shares of the whole length. What lasts goes to the end; a ramp's bar is as long as it takes. */
export function shareOf({ atMs, durationMs }: LoadStep, lengthMs: number): { left: number; width: number } {
  const left = Math.min(1 - LEAST_SHARE, atMs / lengthMs);
  const end = durationMs === undefined ? 1 : Math.min(1, (atMs + durationMs) / lengthMs);
  return { left, width: Math.max(LEAST_SHARE, end - left) };
}

/** A time that is easily read: to a hundredth of the length, in steps of 1, 2 or 5 times a power of ten, at least 100 ms. */
export function snapStepMs(lengthMs: number): number {
  const least = Math.max(100, lengthMs / 120);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}

/** The time nearest to one that is easily read, 0 or later. */
export function snapped(atMs: number, lengthMs: number): number {
  const step = snapStepMs(lengthMs);
  return Math.max(0, Math.round(atMs / step) * step);
}

/** How much of the design time is drawn: the run's length, and all that is planned; of a run without an end a minute, doubled whenever it is over. */
export function shownLength(forMs: number | null, atMs: number, load: readonly LoadStep[]): number {
  const plannedMs = Math.max(0, ...load.map((step) => step.atMs + (step.durationMs ?? 0)));
  return Math.max(forMs ?? 60_000 * 2 ** Math.max(0, Math.ceil(Math.log2(atMs / 60_000))), plannedMs > (forMs ?? 0) ? plannedMs * 1.1 : 0);
}
