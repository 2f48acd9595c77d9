import { randomOf } from "../support/statistics.ts";

/** Who is hit. `freeze` stops a zone's process past its locks and lets it go on; the others are killed. */
export const VICTIMS = ["worker", "zone", "load", "redis", "freeze"] as const;
export type Victim = (typeof VICTIMS)[number];

/** One blow: after how long a wait, ms, and a number from 0 to 1 that chooses among several. */
export interface Blow {
  readonly afterMs: number;
  readonly victim: Victim;
  readonly choice: number;
}

/**
 * How often each is hit of a hundred. A process that keeps dying is left down for longer each time (rule O2), up to 5 min: workers that join
 * are replaced by whoever runs them, as a person would, and so take most.
 */
const SHARES: Readonly<Record<Victim, number>> = { worker: 52, zone: 8, load: 5, redis: 30, freeze: 5 };

/** The same blows for the same seed; waits are exponential, and at least half a second. */
export function scheduleOf(seed: number, blows: number, meanMs: number): Blow[] {
  const random = randomOf(seed);
  return Array.from({ length: blows }, () => {
    const afterMs = Math.round(500 - Math.log(1 - random() * 0.999) * (meanMs - 500));
    let at = random() * 100;
    const victim = VICTIMS.find((each) => (at -= SHARES[each]) < 0) ?? "worker";
    return { afterMs, victim, choice: random() };
  });
}
