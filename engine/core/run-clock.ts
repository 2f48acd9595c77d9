import type { Clock } from "./clock.ts";
import { TimerHeap, type HeapTimer } from "./timer-heap.ts";

/**
 * How design time follows from the wall clock: at wall time `wallMs` (Unix, ms) it was `designMs`, and it goes on at
 * `speed`, or not at all while `paused` (rules V1, V2). Every process of a run has the same state.
 */
export interface ClockState {
  readonly wallMs: number;
  readonly designMs: number;
  readonly speed: number;
  readonly paused: boolean;
}

/** What this process adds to its machine's clock, ms: see {@link correctWall}. */
let correctionMs = 0;

/** Unix time in ms with fractions, steady against adjustments of the system's clock. */
export function wallNow(): number {
  return machineNow() + correctionMs;
}

/** The same by the machine's own clock, whatever is known of others. */
export function machineNow(): number {
  return performance.timeOrigin + performance.now();
}

/** From now on this process takes the time to be so much later than its machine's clock says: clocks of machines differ, a run has one time. */
export function correctWall(byMs: number): void {
  correctionMs = byMs;
}

/** Design time at a wall time. */
export function designAt(state: ClockState, wallMs: number): number {
  return state.paused ? state.designMs : state.designMs + (wallMs - state.wallMs) * state.speed;
}

/** Longest sleep of a timer; setTimeout overflows beyond 2³¹ ms. */
const LONGEST_SLEEP_MS = 60_000;

/** Design time on the wall clock: one heap of timers, one sleeping timeout. While paused nothing fires. */
export class RunClock implements Clock {
  private readonly heap = new TimerHeap();
  private sleeper: ReturnType<typeof setTimeout> | undefined;
  private wakesAt = Number.POSITIVE_INFINITY;

  constructor(private state: ClockState) {}

  get current(): ClockState {
    return this.state;
  }

  now(): number {
    return designAt(this.state, wallNow());
  }

  at(atMs: number, action: () => void): HeapTimer {
    const timer = this.heap.add(atMs, action);
    if (this.heap.peek() === timer) this.sleep();
    return timer;
  }

  again(timer: HeapTimer, atMs: number): void {
    this.heap.again(timer, atMs);
    if (this.heap.peek() === timer) this.sleep();
  }

  /** Takes over a new state: pause, resume, another speed, or a jump while paused. */
  set(state: ClockState): void {
    this.state = state;
    this.sleep();
  }

  /** Design time of the next timer; Infinity when there is none. */
  nextMs(): number {
    return this.heap.peek()?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Fires the next timer if it is due, also while paused: one step. */
  fireNext(): boolean {
    const next = this.heap.peek();
    if (!next || next.atMs > this.now()) return false;
    this.heap.pop();
    next.action();
    return true;
  }

  /** Drops every timer. */
  clear(): void {
    this.heap.clear();
    clearTimeout(this.sleeper);
    this.sleeper = undefined;
  }

  private sleep(): void {
    const next = this.heap.peek();
    if (!next || this.state.paused) {
      clearTimeout(this.sleeper);
      this.sleeper = undefined;
      this.wakesAt = Number.POSITIVE_INFINITY;
      return;
    }
    const waitMs = Math.max(0, (next.atMs - this.now()) / this.state.speed);
    const wakesAt = wallNow() + waitMs;
    if (this.sleeper !== undefined && Math.abs(this.wakesAt - wakesAt) < 0.2) return;
    clearTimeout(this.sleeper);
    this.wakesAt = wakesAt;
    this.sleeper = setTimeout(() => this.wake(), Math.min(Math.floor(waitMs), LONGEST_SLEEP_MS));
  }

  private wake(): void {
    this.sleeper = undefined;
    if (!this.state.paused) {
      // Half a millisecond early is nearer than what setTimeout would give for the rest.
      const until = this.now() + 0.5 * this.state.speed;
      for (let next = this.heap.peek(); next && next.atMs <= until; next = this.heap.peek()) {
        this.heap.pop();
        next.action();
        if (this.state.paused) break;
      }
    }
    this.sleep();
  }
}
