import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { uniform } from "../../../core/random.ts";
import type { Toxic } from "./toxic.ts";

/** What may wait in a proxy, one way on one connection, before no more is read, bytes. */
const MOST_WAITING = 256 * 1024;

interface Waiting {
  readonly chunk: Buffer;
  readonly dueMs: number;
}

/** One direction of a connection through the proxy: keeps the order, and reads no more than can be written. */
export class Flow {
  private readonly queue: Waiting[] = [];
  private waitingBytes = 0;
  private lastDueMs = 0;
  /** When what was let through fills its bandwidth no more. */
  private freeMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chunks = 0;
  private isFull = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly isFromRedis: boolean,
    /** Tells draws of one connection from those of another. */
    private readonly connection: number,
    private readonly toxics: () => readonly Toxic[],
  ) {
    from.on("data", (chunk: Buffer) => this.take(chunk));
    to.on("drain", () => {
      this.isFull = false;
      this.pump();
    });
  }

  /** Lets through what may pass now: the toxics have changed. */
  pump(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (let next = this.queue[0]; next && !this.isFull; next = this.queue[0]) {
      if (this.toxics().some(({ type }) => type === "partition")) break;
      const waitMs = next.dueMs - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.pump(), waitMs);
        break;
      }
      this.queue.shift();
      this.waitingBytes -= next.chunk.length;
      this.isFull = !this.to.write(next.chunk);
    }
    if (this.waitingBytes < MOST_WAITING && !this.isFull) this.from.resume();
    else this.from.pause();
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }

  private take(chunk: Buffer): void {
    const toxics = this.toxics();
    if (toxics.some(({ type }) => type === "timeout")) return;
    this.queue.push({ chunk, dueMs: toxics.length === 0 ? 0 : this.dueMs(chunk.length, toxics) });
    this.waitingBytes += chunk.length;
    this.pump();
  }

  private dueMs(bytes: number, toxics: readonly Toxic[]): number {
    const now = performance.now();
    let dueMs = now;
    for (const toxic of toxics) {
      if (toxic.type === "bandwidth") {
        this.freeMs = Math.max(now, this.freeMs) + bytes / toxic.bytesPerMs;
        dueMs = Math.max(dueMs, this.freeMs);
      } else if (toxic.type === "latency" && this.isFromRedis) {
        const drawn = toxic.jitterMs === 0 ? 0 : (2 * uniform(toxic.site, this.connection, this.chunks++, 0) - 1) * toxic.jitterMs;
        dueMs += Math.max(0, toxic.latencyMs + drawn);
      }
    }
    // What was sent first arrives first.
    this.lastDueMs = Math.max(this.lastDueMs, dueMs);
    return this.lastDueMs;
  }
}
