/** How long a dot takes to cross an edge at normal speed, ms on the wall clock. */
const CROSSING_MS = 500;

/**
 * How long a dot takes to cross an edge in ms of *design* time. In slow motion that is the same, so a dot is slower on the
 * wall clock, like everything; beyond normal speed it keeps its half second on the wall clock, or nobody could see it.
 */
export function crossingMs(speed: number): number {
  return CROSSING_MS * Math.max(1, speed);
}
