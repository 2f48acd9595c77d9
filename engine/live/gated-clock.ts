import type { Clock, Timer } from "../core/clock.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { HeapTimer } from "../core/timer-heap.ts";

class GatedTimer implements Timer {
  inner: HeapTimer | undefined;

  constructor(
    public atMs: number,
    readonly action: () => void,
    private readonly waiting: Set<GatedTimer>,
  ) {}

  cancel(): void {
    this.inner?.cancel();
    this.waiting.delete(this);
  }
}

/**
 * A clock whose timers go off once their time has come *and* somebody else has let them go. While the run is paused, a step lets
 * them go by itself.
 */
export class GatedClock implements Clock {
  private openUntilMs = Number.NEGATIVE_INFINITY;
  /** Their time has come. */
  private readonly waiting = new Set<GatedTimer>();

  constructor(private readonly clock: RunClock) {}

  now(): number {
    return this.clock.now();
  }

  at(atMs: number, action: () => void): GatedTimer {
    const timer = new GatedTimer(atMs, action, this.waiting);
    timer.inner = this.clock.at(atMs, () => {
      if (this.clock.current.paused || timer.atMs <= this.openUntilMs) action();
      else this.waiting.add(timer);
    });
    return timer;
  }

  again(timer: GatedTimer, atMs: number): void {
    timer.atMs = atMs;
    this.waiting.delete(timer);
    if (timer.inner) this.clock.again(timer.inner, atMs);
  }

  /** Lets go what is due until then, now or when its time has come. */
  letGo(untilMs: number): void {
    this.openUntilMs = Math.max(this.openUntilMs, untilMs);
    for (const timer of this.waiting) {
      if (timer.atMs > this.openUntilMs) continue;
      this.waiting.delete(timer);
      timer.action();
    }
  }
}
