import type { Clock } from "./clock.ts";
import { UsedTime, type Usage } from "./used-time.ts";

/** Someone who waits for one of a {@link Resource}. */
export interface Waiter {
  readonly granted: (atMs: number) => void;
  gone: boolean;
}

/**
 * A limited number of something alike, such as connections, given out first come, first served. Times are intended ones: what
 * was freed late by a late timer counts as free from when it should have been, so that lateness does not add up (rule C1).
 */
export class Resource {
  private busy = 0;
  private waitingNow = 0;
  private readonly waiters: Waiter[] = [];
  /** Where the line begins: what is before was served. */
  private first = 0;
  /** When those that are free became so, the one that has been free longest first. */
  private readonly freedMs: number[] = [];
  private granting = false;
  private readonly used: UsedTime;

  constructor(
    private readonly clock: Clock,
    private size: number,
  ) {
    this.used = new UsedTime(clock);
  }

  get capacity(): number {
    return this.size;
  }

  get inUse(): number {
    return this.busy;
  }

  get waiting(): number {
    return this.waitingNow;
  }

  /** Takes one that is free; from when on it may be used, or undefined when none is. */
  take(atMs: number): number | undefined {
    if (this.busy >= this.size || this.waitingNow > 0) return undefined;
    return this.give(atMs);
  }

  /** Waits in line. `granted` is told from when on it may be used. */
  wait(granted: (atMs: number) => void): Waiter {
    const waiter = { granted, gone: false };
    this.waiters.push(waiter);
    this.waitingNow++;
    return waiter;
  }

  /** Someone waits no longer. */
  leave(waiter: Waiter): void {
    if (waiter.gone) return;
    waiter.gone = true;
    this.waitingNow--;
  }

  /** One that was just given was meant to be in use from `atMs` on. */
  began(atMs: number): void {
    this.used.began(atMs);
  }

  /** Gives one back that was meant to be in use until `atMs`. */
  release(atMs: number): void {
    this.account();
    this.used.ended(atMs);
    this.busy--;
    if (this.busy < this.size) this.freedMs.push(atMs);
    this.grant();
  }

  resize(size: number): void {
    this.account();
    for (let more = size - Math.max(this.size, this.busy); more > 0; more--) this.freedMs.push(this.clock.now());
    this.size = size;
    this.grant();
  }

  /** Time that they were in use and could have been since the last call, ms of design time. */
  usage(): Usage {
    this.account();
    return this.used.usage();
  }

  /** Serves those that wait, one after the other, however deep the calls that this leads to release more. */
  private grant(): void {
    if (this.granting) return;
    this.granting = true;
    while (this.waitingNow > 0 && this.busy < this.size) {
      const waiter = this.waiters[this.first++];
      if (!waiter || waiter.gone) continue;
      waiter.gone = true;
      this.waitingNow--;
      waiter.granted(this.give(Number.NEGATIVE_INFINITY));
    }
    if (this.waitingNow === 0) this.waiters.length = this.first = 0;
    else if (this.first > 1000) this.first -= this.waiters.splice(0, this.first).length;
    this.granting = false;
  }

  private give(atMs: number): number {
    this.account();
    const free = this.size - this.busy++;
    // Those that were never in use come first.
    return this.freedMs.length < free ? atMs : Math.max(atMs, this.freedMs.shift() ?? Number.NEGATIVE_INFINITY);
  }

  private account(): void {
    this.used.account(Math.min(this.busy, this.size), this.size);
  }
}
