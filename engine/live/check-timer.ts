import type { OwnChecks } from "../core/own-checks.ts";
import { RunClock, type ClockState } from "../core/run-clock.ts";

/** Lets nodes make their checks at the times that are meant (rule R5), by a clock of its own: they are no steps of a run that is paused. */
export class CheckTimer {
  private readonly clock: RunClock;

  constructor(
    private readonly checks: OwnChecks,
    state: ClockState,
  ) {
    this.clock = new RunClock(state);
  }

  /** Takes over a new state of the run's clock; a step may have gone past a check. */
  set(state: ClockState): void {
    this.clock.set(state);
    this.update();
  }

  /** Makes what is due and waits for the next: when it begins, and when settings changed. */
  update(): void {
    this.clock.clear();
    this.checks.update();
    this.checks.advance(this.clock.now());
    this.wait();
  }

  close(): void {
    this.clock.clear();
  }

  private wait(): void {
    const { nextMs } = this.checks;
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.clock.at(nextMs, () => {
      // A timer may be half a millisecond early.
      this.checks.advance(Math.max(nextMs, this.clock.now()));
      this.wait();
    });
  }
}
