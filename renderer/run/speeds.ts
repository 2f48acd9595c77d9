import { SPEED_MAX, SPEED_MIN } from "../../engine/contract/run.ts";

/** The speeds of the slider and the shortcuts: even steps on a logarithmic scale, rounded to what can be said. */
export const SPEEDS: readonly number[] = [SPEED_MIN, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, SPEED_MAX];

/** The step nearest to a speed. */
export function speedStep(speed: number): number {
  const distances = SPEEDS.map((each) => Math.abs(Math.log(each / speed)));
  return distances.indexOf(Math.min(...distances));
}

/** The speed of a step; steps beyond the ends are the ends. */
export function speedAt(step: number): number {
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, Math.round(step)))] ?? 1;
}
