import { createContext, useContext } from "react";

/** What every part of the timeline has in common. */
export interface TimelineScale {
  /** Design time that is drawn, ms. */
  readonly lengthMs: number;
  /** Where something new begins when nobody has pointed at a time. */
  readonly freshMs: number;
  /** Holds the length while something is dragged, so that the scale does not change under the pointer. */
  readonly hold: (held: boolean) => void;
}

export const TimelineScaleContext = createContext<TimelineScale>({ lengthMs: 60_000, freshMs: 15_000, hold: () => {} });

/** The scale of the timeline around this component. */
export function useTimelineScale(): TimelineScale {
  return useContext(TimelineScaleContext);
}
