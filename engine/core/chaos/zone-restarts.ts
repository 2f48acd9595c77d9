import { RESTART_FIRST_MS, RESTART_MOST_MS } from "../slots.ts";

/** How long a process that has died so often before is down until it is started again (rule O2), ms: not at all the first time. */
export function restartWaitMs(deathsBefore: number): number {
  return deathsBefore === 0 ? 0 : Math.min(RESTART_FIRST_MS * 2 ** (deathsBefore - 1), RESTART_MOST_MS);
}
