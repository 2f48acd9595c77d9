import type { WatchedMetric } from "../../design/alerts/resolve.ts";
import { readBy } from "../core/consumer-lag.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { PlaceDelta } from "./recorder.ts";
import { SlidingHistogram } from "./sliding-histogram.ts";
import { depthOf, type SloInterval } from "./slo-window.ts";

/** Rates and shares are over this long, times over the other, as on the screen (rule M1); ms of design time. */
const RATE_WINDOW_MS = 1000;
const TIME_WINDOW_MS = 5000;

const SUMMED = ["in", "out", "errors", "retries", "stalls", "duplicates", "deadLetters", "refused", "busyMs", "capacityMs", "hits", "misses"] as const;
type Sum = Record<(typeof SUMMED)[number], number>;

/** One metric of one node, frame by frame: what an alert looks at (rule O6). */
export class NodeReading {
  private readonly recent: (Sum & { readonly atMs: number; readonly lengthMs: number })[] = [];
  private readonly times = new SlidingHistogram();
  private readonly parts: number[] = [];
  private lastMs: number | undefined;
  /** Where its events wait: in itself, and in the channels that it reads, there before its own group. */
  private readonly waitsIn: readonly { readonly at: Place; readonly group: string | undefined }[];

  constructor(
    private readonly watched: WatchedMetric,
    private readonly place: Place,
    wiring: Wiring,
    /** Whether it sees the run from its beginning; else the first interval only tells it when the next one begins. */
    isFromStart = true,
  ) {
    if (isFromStart) this.lastMs = 0;
    const read = place.behaviour.role === "consumer" ? readBy(wiring, place) : [];
    this.waitsIn = [place, ...read].map((at) => ({ at, group: wiring.logReadings.find(({ consumer, log }) => consumer === place && log === at)?.group }));
  }

  /** Takes an interval in; the value at its end, or null where nothing was measured. */
  observe({ atMs, deltas, now }: Pick<SloInterval, "atMs" | "deltas" | "now">): number | null {
    const own = deltas(this.place.index);
    this.add(own, atMs);
    const { metric } = this.watched;
    const here = now(this.place.index);
    switch (metric) {
      case "depth":
        return this.waitsIn.reduce((sum, { at, group }) => sum + depthOf(now(at.index), group), 0);
      case "inFlight":
        return here.inFlight;
      case "capacity":
        return here.capacity;
      case "breakersOpen":
        return here.breaker?.open ?? null;
      case "waitMs":
      case "serviceMs":
      case "endToEndMs":
        return this.times.value(this.watched.percentile);
      default:
        return this.recentValue();
    }
  }

  private add(deltas: readonly PlaceDelta[], atMs: number): void {
    const sum = { in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0, busyMs: 0, capacityMs: 0, hits: 0, misses: 0 };
    const time = this.watched.metric === "waitMs" ? "wait" : this.watched.metric === "serviceMs" ? "service" : this.watched.metric === "endToEndMs" ? "endToEnd" : undefined;
    for (const delta of deltas) {
      for (const field of SUMMED) sum[field] += delta[field];
      const times = time && delta[time];
      if (times) this.times.add(times);
    }
    if (this.lastMs !== undefined) this.recent.push({ ...sum, atMs, lengthMs: atMs - this.lastMs });
    this.lastMs = atMs;
    while (this.recent.length > 1 && (this.recent[0] as { atMs: number }).atMs <= atMs - RATE_WINDOW_MS) this.recent.shift();
    if (!time) return;
    this.times.next();
    this.parts.push(atMs);
    while ((this.parts[0] as number) <= atMs - TIME_WINDOW_MS) {
      this.parts.shift();
      this.times.drop();
    }
  }

  private recentValue(): number | null {
    const total = (field: (typeof SUMMED)[number] | "lengthMs"): number => this.recent.reduce((sum, each) => sum + each[field], 0);
    const perSecond = (field: (typeof SUMMED)[number]): number | null => (total("lengthMs") > 0 ? (total(field) * 1000) / total("lengthMs") : null);
    const share = (part: number, whole: number): number | null => (whole > 0 ? Math.min(1, part / whole) : null);
    switch (this.watched.metric) {
      case "utilization":
        return share(total("busyMs"), total("capacityMs"));
      case "arrivalsPerSecond":
        return perSecond("in");
      case "throughputPerSecond":
        return perSecond(this.place.behaviour.role === "terminal" ? "in" : "out");
      case "errorRate":
        return share(total("errors"), total("in"));
      case "retriesPerSecond":
        return perSecond("retries");
      case "stallsPerSecond":
        return perSecond("stalls");
      case "deadLettersPerSecond":
        return perSecond("deadLetters");
      case "duplicatesPerSecond":
        return perSecond("duplicates");
      case "refusedPerSecond":
        return perSecond("refused");
      case "hitRatio":
        return share(total("hits"), total("hits") + total("misses"));
      default:
        return null;
    }
  }
}
