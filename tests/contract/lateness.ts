import type { Result } from "../support/run.ts";

/** How late a run's processes were on average: event-loop delay at the 99th percentile, ms. */
export function lateness({ frames }: Result): number {
  const delays = frames.flatMap((frame) => frame.processes.map((process) => process.loopDelayMs));
  return delays.reduce((sum, delay) => sum + delay, 0) / Math.max(1, delays.length);
}
