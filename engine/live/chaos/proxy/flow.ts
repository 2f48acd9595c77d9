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
  /** Since a limit is on. */
  private passedBytes = 0;
  private isFull = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly isFromRedis: boolean,
    /** Tells draws of one connection from those of another. */
    private readonly connection: number,
    private readonly toxics: () => readonly Toxic[],
    /** The connection is to be closed: as much has passed as may. */
    private readonly isOver: () => void,
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
      this.isFull = !this.pass(next.chunk);
    }
    if (this.waitingBytes < MOST_WAITING && !this.isFull) this.from.resume();
    else this.from.pause();
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }

  /** Writes as much as may pass; false when no more is to be written for now. */
  private pass(chunk: Buffer): boolean {
    const limit = this.isFromRedis ? this.toxics().find((toxic) => toxic.type === "limit-data") : undefined;
    if (!limit) {
      this.passedBytes = 0;
      return this.to.write(chunk);
    }
    const left = limit.bytes - this.passedBytes;
    this.passedBytes += chunk.length;
    if (chunk.length < left) return this.to.write(chunk);
    this.to.write(chunk.subarray(0, Math.max(0, left)), this.isOver);
    return false;
  }

  private take(chunk: Buffer): void {
    const toxics = this.toxics();
    if (toxics.some(({ type }) => type === "timeout")) return;
    const dueMs = toxics.length === 0 ? 0 : this.dueMs(chunk.length, toxics);
    const slicer = this.isFromRedis ? toxics.find((toxic) => toxic.type === "slicer") : undefined;
    for (const [index, slice] of (slicer ? this.slices(chunk, slicer) : [chunk]).entries()) this.queue.push({ chunk: slice, dueMs: dueMs + index * (slicer?.delayMs ?? 0) });
    this.lastDueMs = Math.max(this.lastDueMs, this.queue.at(-1)?.dueMs ?? 0);
    this.waitingBytes += chunk.length;
    this.pump();
  }

  private slices(chunk: Buffer, { averageSize, sizeVariation, site }: Extract<Toxic, { type: "slicer" }>): Buffer[] {
    const slices: Buffer[] = [];
    for (let from = 0; from < chunk.length; from += slices.at(-1)?.length ?? 1) {
      const drawn = sizeVariation === 0 ? 0 : (2 * uniform(site, this.connection, this.chunks++, 1) - 1) * sizeVariation;
      slices.push(chunk.subarray(from, from + Math.max(1, Math.round(averageSize + drawn))));
    }
    return slices;
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
