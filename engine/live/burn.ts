import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunClock } from "../core/run-clock.ts";

/** How long a processor is kept busy in one go, ms; locks are renewed in between. */
const SLICE_MS = 5;

/** Keeps a processor busy until design time reaches `untilMs`, in slices; stands still while paused. Always true. */
export async function burnCpu(clock: RunClock, untilMs: number): Promise<boolean> {
  while (clock.now() < untilMs || clock.current.paused) {
    const sliceEnd = performance.now() + SLICE_MS;
    if (!clock.current.paused) while (performance.now() < sliceEnd && clock.now() < untilMs);
    await nextTurn();
    if (clock.current.paused) await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
  }
  return true;
}
