import type { Design } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import { loadOf } from "../load/planned-load.ts";
import { resultingRate } from "../load/resulting-rate.ts";

/** Roughly how many events a design's sources emit in `forMs`; Infinity where they never end. */
export function expectedEvents(design: Design, forMs: number): number {
  return design.nodes.reduce((sum, node) => {
    if (node.kind === "producer") {
      const { arrivals, limit } = settingsOf(node, "producer");
      const lengthMs = Math.min(forMs, limit?.durationMs ?? Number.POSITIVE_INFINITY);
      const most = limit?.count ?? (arrivals.process === "trace" ? (arrivals.events?.length ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY);
      if (lengthMs === Number.POSITIVE_INFINITY) return sum + most;
      const points = resultingRate(node, loadOf(design, node.id), lengthMs);
      const events = points.reduce((total, { atMs, rate }, index) => total + (rate * ((points[index + 1]?.atMs ?? atMs) - atMs)) / 1000, 0);
      return sum + Math.min(most, events);
    }
    if (node.kind !== "httpSource") return sum;
    const { expectedPerSecond, limitPerSecond = Number.POSITIVE_INFINITY, limit } = settingsOf(node, "httpSource");
    const lengthMs = Math.min(forMs, limit?.durationMs ?? Number.POSITIVE_INFINITY);
    return sum + Math.min(limit?.count ?? Number.POSITIVE_INFINITY, (Math.min(expectedPerSecond, limitPerSecond) * lengthMs) / 1000);
  }, 0);
}
