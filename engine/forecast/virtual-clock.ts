import type { Clock } from "../core/clock.ts";
import { TimerHeap, type HeapTimer } from "../core/timer-heap.ts";

/** What is done before whatever else is due at the same time, and counts as no timer. */
export interface Beforehand {
  /** When it is due; Infinity for never. */
  readonly nextMs: number;
  advance(nowMs: number): void;
}

/** Virtual time: jumps from one timer to the next. */
export class VirtualClock implements Clock {
  beforehand: Beforehand = { nextMs: Number.POSITIVE_INFINITY, advance() {} };
  private readonly heap = new TimerHeap();
  private time = 0;

  now(): number {
    return this.time;
  }

  at(atMs: number, action: () => void): HeapTimer {
    return this.heap.add(atMs > this.time ? atMs : this.time, action);
  }

  again(timer: HeapTimer, atMs: number): void {
    this.heap.again(timer, atMs > this.time ? atMs : this.time);
  }

  /** Number of timers. */
  get pending(): number {
    return this.heap.size;
  }

  /** Time of the next timer; Infinity when there is none. */
  nextMs(): number {
    return this.heap.peek()?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Does what is due up to `untilMs`, in order, and goes there. `most` bounds the number of timers; true when all are done. */
  runUntil(untilMs: number, most = Number.POSITIVE_INFINITY): boolean {
    let done = 0;
    for (let next = this.heap.peek(); next && next.atMs <= untilMs; next = this.heap.peek()) {
      if (done++ >= most) return false;
      if (this.beforehand.nextMs <= next.atMs) this.beforehand.advance(next.atMs);
      this.heap.pop();
      this.time = next.atMs;
      next.action();
    }
    if (untilMs === Number.POSITIVE_INFINITY) return true;
    this.beforehand.advance(untilMs);
    if (untilMs > this.time) this.time = untilMs;
    return true;
  }
}
