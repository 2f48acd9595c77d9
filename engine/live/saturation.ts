import type { Frame, ProcessFrame } from "../contract/frame.ts";

/** Event loops later than this make waits and rates doubtful, ms at p99 over a second. */
const LATE_MS = 50;
/** A single late second is a hiccup; so many frames of 100 ms in a row are not. */
const FRAMES_IN_A_ROW = 25;

/** Notices which process cannot keep up, so that times are the machine's rather than the design's (rule M3). */
export class SaturationWatch {
  private readonly lateFor = new Map<string, number>();

  /** Takes a frame's processes and gives those that have been late for more than two seconds. */
  observe(processes: readonly ProcessFrame[]): Frame["saturated"] {
    return processes.flatMap((process) => {
      const late = process.loopDelayMs > LATE_MS ? (this.lateFor.get(process.name) ?? 0) + 1 : 0;
      this.lateFor.set(process.name, late);
      if (late < FRAMES_IN_A_ROW) return [];
      return [{ what: process.name, by: `its event loop runs ${Math.round(process.loopDelayMs)} ms late (p99) at ${Math.round(process.cpuPercent)} % of a core` }];
    });
  }
}
