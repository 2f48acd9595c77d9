import type { Clock } from "./clock.ts";

/** Time in which something could be used and was, ms of design time. */
export interface Usage {
  readonly busyMs: number;
  readonly capacityMs: number;
}

/**
 * How long slots or connections were in use. A use counts from when it was meant to begin to when it was meant to end (rule C1): what
 * a timer is late at the end is made up for by what comes next, and would else be missing there.
 */
export class UsedTime {
  private busyMs = 0;
  private openMs = 0;
  /** The same before the last call of {@link usage}. */
  private busyBeforeMs = 0;
  private openBeforeMs = 0;
  private accountedMs: number;

  constructor(private readonly clock: Clock) {
    this.accountedMs = clock.now();
  }

  /** Adds the time since the last change, in which so many were in use of so many; called before anything changes. */
  account(busy: number, open: number): void {
    const now = this.clock.now();
    const span = now - this.accountedMs;
    if (span === 0) return;
    this.busyMs += span * busy;
    this.openMs += span * open;
    this.accountedMs = now;
  }

  /** A use that begins now was meant to begin at `startMs`. */
  began(startMs: number): void {
    this.busyMs += Math.max(0, this.clock.now() - startMs);
  }

  /** A use that ends now was meant to end at `endMs`. */
  ended(endMs: number): void {
    this.busyMs -= Math.max(0, this.clock.now() - endMs);
  }

  /** What was added since the last call. No more than there was, and no less than nothing: what is made up for later is told later. */
  usage(): Usage {
    const busyMs = Math.min(Math.max(0, this.busyMs), this.openMs);
    const usage = { busyMs, capacityMs: this.openMs };
    this.busyBeforeMs += busyMs;
    this.openBeforeMs += this.openMs;
    this.busyMs -= busyMs;
    this.openMs = 0;
    return usage;
  }

  /** The same since the beginning. */
  total(): Usage {
    return { busyMs: this.busyBeforeMs + this.busyMs, capacityMs: this.openBeforeMs + this.openMs };
  }
}
