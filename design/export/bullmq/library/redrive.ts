import { source } from "../code.ts";

/** `src/lib/redrive.ts` of the project. */
export const REDRIVE = source`import type { Queue } from "bullmq";
import type { AppEvent } from "./event.js";

/**
 * Sends the events that wait in a queue on, the oldest first, and takes each out once it has gone. A crash in between sends one again under
 * the same id. Resolves with how many there were.
 */
export async function redrive(queue: Queue<AppEvent>, send: (event: AppEvent) => Promise<void>): Promise<number> {
  // What fails again meanwhile is for the next time.
  const count = await queue.getWaitingCount();
  for (let moved = 0; moved < count; ) {
    const jobs = await queue.getWaiting(0, Math.min(100, count - moved) - 1);
    if (jobs.length === 0) return moved;
    for (const job of jobs) {
      await send(job.data);
      await job.remove();
    }
    moved += jobs.length;
  }
  return count;
}
`;
