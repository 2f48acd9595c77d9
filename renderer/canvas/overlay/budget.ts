/** Chooses how many dots a machine can draw, from how long drawing them took. */
export interface Budget {
  /** Takes the time of one drawing in ms, and gives the most dots for the next. */
  after(tookMs: number): number;
}

const TOO_SLOW_MS = 7;
const FAST_MS = 3;
const FEWEST = 400;

/** A budget that begins at `most`: on a machine without a GPU the dots go first, never the numbers. */
export function createBudget(most: number): Budget {
  let dots = most;
  let smoothedMs = 0;
  return {
    after(tookMs) {
      smoothedMs += (Math.min(tookMs, 50) - smoothedMs) * 0.05;
      if (smoothedMs > TOO_SLOW_MS && dots > FEWEST) {
        dots = Math.max(FEWEST, Math.round(dots * 0.7));
        smoothedMs = (TOO_SLOW_MS + FAST_MS) / 2;
      } else if (smoothedMs < FAST_MS && dots < most) {
        dots = Math.min(most, Math.ceil(dots * 1.01));
      }
      return dots;
    },
  };
}
