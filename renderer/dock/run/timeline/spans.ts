/** A stretch of design time, ms. One without a duration lasts to the end of the run. */
export interface Span {
  readonly atMs: number;
  readonly durationMs?: number;
}

/** So wide a bar is at least, in shares of the whole: it can be read and pointed at. */
const LEAST_SHARE = 0.04;

/** Bars in lanes, so that none covers another; each takes the first lane that is free. `items` are in the order in which they begin. */
export function inLanes<Item>(items: readonly Item[], spanOf: (item: Item) => Span, lengthMs: number): { item: Item; lane: number }[] {
  const freeFrom: number[] = [];
  return items.map((item) => {
    const span = spanOf(item);
    const free = freeFrom.findIndex((end) => end <= span.atMs);
    const lane = free === -1 ? freeFrom.length : free;
    const { left, width } = shareOf(span, lengthMs);
    freeFrom[lane] = (left + width) * lengthMs;
    return { item, lane };
  });
}

/** Where a bar lies, in shares of the whole length. What lasts goes to the end. */
export function shareOf({ atMs, durationMs }: Span, lengthMs: number): { left: number; width: number } {
  const left = Math.min(1 - LEAST_SHARE, atMs / lengthMs);
  const end = durationMs === undefined ? 1 : Math.min(1, (atMs + durationMs) / lengthMs);
  return { left, width: Math.max(LEAST_SHARE, end - left) };
}

/** A time that is easily read: to a hundredth of the length, in steps of 1, 2 or 5 times a power of ten, at least 100 ms. */
export function snapStepMs(lengthMs: number): number {
  const least = Math.max(100, lengthMs / 120);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}

/** The time nearest to one that is easily read, 0 or later. */
export function snapped(atMs: number, lengthMs: number): number {
  const step = snapStepMs(lengthMs);
  return Math.max(0, Math.round(atMs / step) * step);
}

/** How much of the design time is drawn: the run's length, and all that is planned; of a run without an end a minute, doubled whenever it is over. */
export function shownLength(forMs: number | null, atMs: number, planned: readonly Span[]): number {
  const plannedMs = Math.max(0, ...planned.map((span) => span.atMs + (span.durationMs ?? 0)));
  return Math.max(forMs ?? 60_000 * 2 ** Math.max(0, Math.ceil(Math.log2(atMs / 60_000))), plannedMs > (forMs ?? 0) ? plannedMs * 1.1 : 0);
}

/** Distances between ticks that a clock would have, ms. */
const TICKS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map((seconds) => seconds * 1000);
const MOST_TICKS = 8;

/** Times to be written under a timeline, from 0 on: as many as can be read beside each other. */
export function ticksOf(lengthMs: number): number[] {
  const distance = TICKS_MS.find((each) => lengthMs / each <= MOST_TICKS) ?? 86_400_000 * Math.ceil(lengthMs / 86_400_000 / MOST_TICKS);
  return Array.from({ length: Math.floor(lengthMs / distance) + 1 }, (_, index) => index * distance);
}
