import { frames, subscribeFrames } from "../../stores/frames.ts";
import { createActivityLog, type Activity } from "../model/activity.ts";

const log = createActivityLog();
let readers = 0;
let stop: (() => void) | null = null;

/** What a node or an implicit queue did lately and in all. Kept up while something listens; see {@link keepActivity}. */
export function activityOf(id: string): Activity {
  return log.of(id);
}

/** Share of an edge's events that failed lately, per second. */
export function failedPerSecond(edge: string): number {
  return log.failedOf(edge);
}

/** Listens to frames until the function it returns is called. */
export function keepActivity(): () => void {
  readers += 1;
  if (stop === null) {
    const present = frames.latest();
    if (present !== null) log.accept(present);
    stop = subscribeFrames((frame) => log.accept(frame));
  }
  return () => {
    readers -= 1;
    if (readers > 0) return;
    stop?.();
    stop = null;
  };
}
