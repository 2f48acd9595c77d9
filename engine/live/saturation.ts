import type { Frame, ProcessFrame } from "../contract/frame.ts";

/** Event loops later than this make waits and rates doubtful, ms at p99. */
const LATE_MS = 50;

/** Rule M3: which process cannot keep up, so that times are the machine's rather than the design's. */
export function saturation(processes: readonly ProcessFrame[]): Frame["saturated"] {
  return processes
    .filter((process) => process.loopDelayMs > LATE_MS)
    .map((process) => ({ what: process.name, by: `its event loop runs ${Math.round(process.loopDelayMs)} ms late (p99) at ${Math.round(process.cpuPercent)} % of a core` }));
}
