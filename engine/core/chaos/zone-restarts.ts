/** Waits before the restarts of a process that keeps dying (rule O2): at once, then 10 s, doubling up to 5 min. */
const RESTART_FIRST_MS = 10_000;
const RESTART_MOST_MS = 300_000;

/** How long a process that has died so often before is down until it is started again, ms. */
export function restartWaitMs(deathsBefore: number): number {
  return deathsBefore === 0 ? 0 : Math.min(RESTART_FIRST_MS * 2 ** (deathsBefore - 1), RESTART_MOST_MS);
}
