import { uniform } from "../core/random.ts";
import type { FlowEvent } from "../core/event.ts";

/** What a hop of an event moves between a process and Redis in the rough model of a bandwidth, bytes. */
const HOP_BYTES = 2000;

/** How much longer a round trip to Redis takes (rule O4). */
export type Slowness =
  | { readonly type: "latency"; readonly latencyMs: number; readonly jitterMs: number; readonly site: number }
  | { readonly type: "slicer"; readonly averageSize: number; readonly delayMs: number }
  | { readonly type: "bandwidth"; readonly bytesPerMs: number };

/** The connection of a zone's process to Redis where experiments slow it down: a rough model of whole round trips. */
export class SlowLink {
  private readonly causes = new Map<Slowness, { freeMs: number }>();

  get isSlow(): boolean {
    return this.causes.size > 0;
  }

  /** Returns how to end it. */
  slow(by: Slowness): () => void {
    this.causes.set(by, { freeMs: 0 });
    return () => void this.causes.delete(by);
  }

  /** How much later a number of round trips for an event are over that begin at `nowMs`, ms; `step` tells them from other ones. */
  delayMs(trips: number, nowMs: number, event: FlowEvent, delivery: number, step: number): number {
    let delay = 0;
    for (const [cause, state] of this.causes) {
      if (cause.type === "bandwidth") {
        // Each of the two waits of a hop moves half of it, the zone's events one after the other.
        state.freeMs = Math.max(nowMs, state.freeMs) + HOP_BYTES / 2 / cause.bytesPerMs;
        delay += state.freeMs - nowMs;
        continue;
      }
      if (cause.type === "slicer") {
        delay += (Math.ceil(HOP_BYTES / 2 / cause.averageSize) - 1) * cause.delayMs;
        continue;
      }
      for (let trip = 0; trip < trips; trip++) {
        const drawn = cause.jitterMs === 0 ? 0 : (2 * uniform(cause.site, event.high, event.low, delivery * 16 + step * 4 + trip) - 1) * cause.jitterMs;
        delay += Math.max(0, cause.latencyMs + drawn);
      }
    }
    return delay;
  }
}
