import type { Arrivals, TraceEvent } from "../../design/kinds/producer.ts";
import type { LoadStep } from "../../design/load/planned-load.ts";
import { playbackAdvance } from "./arrivals.ts";

type Trace = Extract<Arrivals, { process: "trace" }>;

/** A recorded trace as a source plays it (rule P1): when each event comes, and what it carries. */
export interface Playback {
  readonly events: readonly TraceEvent[];
  /** Intended time of event `n`, given that of the one before it. */
  readonly next: (n: number, previousMs: number) => number;
}

/** Plays a trace as it was recorded, or stretched to a mean rate: gaps keep their proportions. Planned load plays it faster or slower (rule P7). */
export function playbackOf({ events = [], ratePerSecond }: Trace, load: readonly LoadStep[] = []): Playback {
  const lastMs = events.at(-1)?.atMs ?? 0;
  const recorded = lastMs > 0 ? (events.length * 1000) / lastMs : 0;
  const stretch = ratePerSecond === undefined || recorded === 0 ? 1 : recorded / ratePerSecond;
  const advance = playbackAdvance(load);
  return {
    events,
    next(n, previousMs) {
      const event = events[n];
      if (!event) return Number.POSITIVE_INFINITY;
      const gap = event.atMs - (events[n - 1]?.atMs ?? 0);
      return gap === 0 ? previousMs : advance(previousMs, gap * stretch);
    },
  };
}
