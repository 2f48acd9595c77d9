import { uniform } from "../core/random.ts";

/**
 * What passes between a process and Redis for an event (rule O4), bytes: as counted on the wire for events with little data. The names are
 * BullMQ's: a worker waits for a marker, moves the next event to active, adds what became of it elsewhere, and moves it to finished, which
 * moves the next one to active as well.
 */
export const BYTES = { marker: 150, moveToActive: 850, add: 1100, moveToFinished: 1250, event: 900, nothing: 50 } as const;

/** How much slower the way to Redis and back is. */
export type Slowness =
  | { readonly type: "latency"; readonly latencyMs: number; readonly jitterMs: number; readonly site: number }
  | { readonly type: "slicer"; readonly averageSize: number; readonly delayMs: number }
  | { readonly type: "bandwidth"; readonly bytesPerMs: number };

/** Until when the two ways of a connection are taken, by what went over them before. */
interface Ways {
  toRedisMs: number;
  fromRedisMs: number;
}

/** The connection of a consumer's process to Redis where experiments slow it down. */
export class SlowLink {
  private readonly causes = new Map<Slowness, Ways>();
  private answers = 0;

  /** `onQuick` is called when nothing slows it down any more. */
  constructor(private readonly onQuick: () => void) {}

  get isSlow(): boolean {
    return this.causes.size > 0;
  }

  /** Returns how to end it. */
  slow(by: Slowness): () => void {
    this.causes.set(by, { toRedisMs: 0, fromRedisMs: 0 });
    return () => {
      if (this.causes.delete(by) && !this.isSlow) this.onQuick();
    };
  }

  /** When a command of so many bytes that is sent at `nowMs` is at Redis. */
  atRedis(nowMs: number, bytes: number): number {
    let atMs = nowMs;
    for (const [cause, ways] of this.causes) if (cause.type === "bandwidth") atMs = ways.toRedisMs = Math.max(atMs, ways.toRedisMs) + bytes / cause.bytesPerMs;
    return atMs;
  }

  /** When an answer of so many bytes that Redis gives at `nowMs` is here. */
  back(nowMs: number, bytes: number): number {
    let atMs = nowMs;
    for (const [cause, ways] of this.causes) {
      if (cause.type === "bandwidth") atMs = ways.fromRedisMs = Math.max(atMs, ways.fromRedisMs) + bytes / cause.bytesPerMs;
      else if (cause.type === "slicer") atMs += (Math.ceil(bytes / cause.averageSize) - 1) * cause.delayMs;
      else {
        const drawn = cause.jitterMs === 0 ? 0 : (2 * uniform(cause.site, this.answers++, 0, 0) - 1) * cause.jitterMs;
        atMs += Math.max(0, cause.latencyMs + drawn);
      }
    }
    return atMs;
  }
}
