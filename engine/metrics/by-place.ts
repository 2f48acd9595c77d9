import type { MetricsDelta, PlaceDelta } from "./recorder.ts";

/** What several processes, or several stretches, measured at each of so many places. */
export function byPlace(deltas: readonly MetricsDelta[], places: number): PlaceDelta[][] {
  const found: PlaceDelta[][] = Array.from({ length: places }, () => []);
  for (const delta of deltas) for (const place of delta.places) found[place.place]?.push(place);
  return found;
}
