/** Rates on a log scale: 1/s is a hairline more than nothing, 10,000/s is as thick as it gets. */
const THINNEST = 1.5;
const THICKEST = 7;
const DECADES = 4;

/** Thickness of an edge in px, in half px steps so that it does not flicker. */
export function edgeThickness(perSecond: number): number {
  if (!(perSecond > 0)) return THINNEST;
  const share = Math.min(1, Math.log10(1 + perSecond) / DECADES);
  return Math.round((THINNEST + share * (THICKEST - THINNEST)) * 2) / 2;
}

/** Share of crossings that failed from which an edge is red. */
const FAILING = 0.02;

/** Tells whether an edge carries failures worth a warning. A path that only failures take is always red while they do. */
export function isFailingEdge(perSecond: number, failedPerSecond: number): boolean {
  return failedPerSecond > 0.05 && failedPerSecond > FAILING * perSecond;
}
