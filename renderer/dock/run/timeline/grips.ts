import { snapped, snapStepMs, type Span } from "./spans.ts";

/** What of a bar is held: all of it, one of its ends, or its level. */
export type Grip = "move" | "start" | "end" | "level";

/** What bounds a change of a span. */
export interface SpanLimits {
  /** Length of the timeline: times are snapped to its grid. */
  readonly lengthMs: number;
  /** Nothing is moved past this; the length of the timeline while a pointer drags on it. */
  readonly untilMs: number;
  /** Whether it may last to the end of the run: then an end that is drawn to the end of the timeline is none. */
  readonly mayLast: boolean;
}

/** A span whose begin, end or both were moved by `byMs`, on readable times, within its limits and never without length. */
export function movedSpan({ atMs, durationMs }: Span, grip: "move" | "start" | "end", byMs: number, { lengthMs, untilMs, mayLast }: SpanLimits): Span {
  const step = snapStepMs(lengthMs);
  const endMs = durationMs === undefined ? lengthMs : atMs + durationMs;
  switch (grip) {
    case "move": {
      const latest = Math.max(0, untilMs - (durationMs ?? step));
      return withDuration(Math.min(snapped(atMs + byMs, lengthMs), latest), durationMs);
    }
    case "start": {
      const start = Math.min(snapped(atMs + byMs, lengthMs), Math.max(0, endMs - step));
      return withDuration(start, durationMs === undefined ? undefined : endMs - start);
    }
    case "end": {
      const end = Math.max(atMs + step, Math.min(snapped(endMs + byMs, lengthMs), untilMs));
      return withDuration(atMs, mayLast && end >= lengthMs ? undefined : end - atMs);
    }
  }
}

/** The span between two points of the timeline in either order, on readable times and never without length. */
export function drawnSpan(fromMs: number, toMs: number, lengthMs: number): Span {
  const step = snapStepMs(lengthMs);
  const atMs = Math.min(snapped(Math.min(fromMs, toMs), lengthMs), Math.max(0, lengthMs - step));
  return { atMs, durationMs: Math.max(step, Math.min(snapped(Math.max(fromMs, toMs), lengthMs), lengthMs) - atMs) };
}

/** The rung that lies `steps` above (below, when negative) a value on a ladder of ascending values; its first or last where there are not so many. */
export function rungFrom(ladder: readonly number[], value: number, steps: number): number {
  if (steps === 0) return value;
  const above = ladder.findIndex((rung) => rung > value);
  const below = ladder.findLastIndex((rung) => rung < value);
  const index = steps > 0 ? (above === -1 ? ladder.length - 1 : above + steps - 1) : below + steps + 1;
  return ladder[Math.min(ladder.length - 1, Math.max(0, index))] ?? value;
}

function withDuration(atMs: number, durationMs: number | undefined): Span {
  return durationMs === undefined ? { atMs } : { atMs, durationMs };
}
