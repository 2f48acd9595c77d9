import { RESTART_FIRST_MS, RESTART_MOST_MS } from "../slots.ts";

/** How long a process that is told to end may take to do what it has in hand; then it is killed, ms on the wall clock. */
export const FINISH_MS = 6000;

/** How long a process that has died so often before is down until it is started again (rule O2), ms: not at all the first time. */
export function restartWaitMs(deathsBefore: number): number {
  return deathsBefore === 0 ? 0 : Math.min(RESTART_FIRST_MS * 2 ** (deathsBefore - 1), RESTART_MOST_MS);
}

/** How often the process of each zone has ended, in a forecast. */
export class ZoneDeaths {
  private readonly counts = new Map<string, number>();

  /** It ends once more; returns how long it is down then, ms. */
  next(zone: string): number {
    const before = this.counts.get(zone) ?? 0;
    this.counts.set(zone, before + 1);
    return restartWaitMs(before);
  }
}
