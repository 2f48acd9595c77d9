/** Rates on a log scale: a level is about a factor of six, the highest begins at a few thousand per second. */
const PER_LEVEL = 0.8;
const MOST_LEVEL = 5;
/** A rate must be this far into another level before an edge changes, so that it does not flicker between two. */
const RELUCTANCE = 0.65;

const THINNEST = 1.5;
const STEP = 1.1;

/** An edge's thickness as a level: 0 while nothing passes, 1 to 5 by rate. `before` is the level that is shown. */
export function thicknessLevel(perSecond: number, before: number): number {
  if (!(perSecond > 0.05)) return 0;
  const exact = Math.min(MOST_LEVEL, 1 + Math.log10(1 + perSecond) / PER_LEVEL);
  if (before > 0 && Math.abs(exact - before) < RELUCTANCE) return before;
  return Math.round(exact);
}

/** Width of an edge's line in px of the flow. */
export function thicknessOf(level: number): number {
  return THINNEST + STEP * level;
}

/** Share of crossings that failed from which an edge is red. */
const FAILING = 0.02;

/** Tells whether an edge carries failures worth a warning. A path that only failures take is always red while they do. */
export function isFailingEdge(perSecond: number, failedPerSecond: number): boolean {
  return failedPerSecond > 0.05 && failedPerSecond > FAILING * perSecond;
}
