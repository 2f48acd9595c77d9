/** A point in design time at which something is to happen. */
export interface Timer {
  readonly atMs: number;
  cancel(): void;
}

/**
 * Design time: ms since the run began, scaled by speed and frozen while paused (rules V1, V2). Behaviours and executors
 * read time from here and nowhere else.
 */
export interface Clock {
  now(): number;
  /** Calls `action` once when design time reaches `atMs`, or as soon as possible after. */
  at(atMs: number, action: () => void): Timer;
  /** Sets one of its timers, which went off or was cancelled, once more: what happens for every event needs no new one. */
  again(timer: Timer, atMs: number): void;
}
