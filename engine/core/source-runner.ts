import type { SourceBehaviour } from "../kinds/behaviour.ts";
import type { Clock, Timer } from "./clock.ts";
import type { FlowEvent } from "./event.ts";

/** An event that a source emitted and that its channels have not all taken yet. */
export interface Emission {
  readonly event: FlowEvent;
  readonly n: number;
  waiting: boolean;
}

/** Where a source stands; enough to go on from after a restart with the same identities. */
export interface SourceCursor {
  /** Number of the next event. */
  readonly n: number;
  /** Intended time of the one before it. */
  readonly previousMs: number;
}

/** Emissions that may be on their way at once; a generator that is further ahead of its channel waits. */
const MOST_IN_TRANSIT = 5000;
/** Events emitted in one go when the generator is late. */
const MOST_AT_ONCE = 500;

/**
 * Drives one source in design time: emits each event when it was meant to be, and as soon as it can when that is past
 * (the latency counts from the intended time all the same, rule E3). Both executors use it; rule P5 is decided here.
 */
export class SourceRunner {
  private n = 0;
  private previousMs = 0;
  private nextMs = 0;
  private timer: Timer | undefined;
  /** Whether the timer is set: a source has one, for one event after another. */
  private timed = false;
  private stopMs: number;
  private stopped = false;
  private inTransit = 0;
  private waitingCount = 0;
  /** When it emitted its last event. */
  private lastMs = 0;
  /** After a refusal, a blocked producer that is behind offers one event at a time until it has caught up: the answer takes a while. */
  private cautious = false;
  /** Its channel has held it back: what it is late by since then is the channel's doing. */
  private wasHeldBack = false;
  private mostLateMs = 0;

  constructor(
    private readonly clock: Clock,
    private behaviour: SourceBehaviour,
    private readonly submit: (emission: Emission) => void,
    stopMs: number,
    cursor: SourceCursor = { n: 0, previousMs: 0 },
    /** Its events come from outside, by {@link accept}. */
    private readonly isFed = false,
  ) {
    this.n = cursor.n;
    this.previousMs = cursor.previousMs;
    this.stopMs = stopMs;
  }

  /** Number of events emitted so far. */
  get produced(): number {
    return this.n;
  }

  /** Events emitted that are not yet settled. */
  get pending(): number {
    return this.inTransit;
  }

  /** Those of them that a channel refused for now. */
  get waiting(): number {
    return this.waitingCount;
  }

  /** The most that it emitted later than intended since the last call, or is behind now, as far as no channel held it back; design time, ms. */
  takeLateness(): number {
    const overdueMs = this.exhausted || this.isFed || this.wasHeldBack || this.nextMs >= this.stopMs ? 0 : this.clock.now() - this.nextMs;
    const lateMs = Math.max(this.mostLateMs, overdueMs);
    this.mostLateMs = 0;
    return lateMs;
  }

  get cursor(): SourceCursor {
    return { n: this.n, previousMs: this.previousMs };
  }

  /** True when nothing more will be emitted. What only the end of the run stops goes on producing until then. */
  get finished(): boolean {
    return this.exhausted || (this.nextMs >= this.stopMs && this.clock.now() >= this.stopMs);
  }

  /** How long it produced, once it has finished: until its last event, or to the end of its time. Design time, ms. */
  get producedMs(): number {
    const end = Math.min(this.behaviour.limitMs, this.stopMs);
    return this.n >= this.behaviour.limitCount || end === Number.POSITIVE_INFINITY ? this.lastMs : end;
  }

  /** Nothing more is to come, whenever the run ends. */
  private get exhausted(): boolean {
    const { limitCount, limitMs } = this.behaviour;
    if (this.isFed) return this.stopped || this.n >= limitCount || this.clock.now() >= limitMs;
    // A rate of zero may be raised again, as long as there is no end to wait for.
    return this.stopped || this.n >= limitCount || (this.nextMs >= limitMs && limitMs !== Number.POSITIVE_INFINITY);
  }

  /** Takes an event that comes from outside, at the moment at which it comes; undefined when it takes no more. */
  accept(make: (n: number, atMs: number) => FlowEvent): Emission | undefined {
    const atMs = this.clock.now();
    if (this.exhausted || atMs >= this.stopMs || this.inTransit >= MOST_IN_TRANSIT) return undefined;
    const emission: Emission = { event: make(this.n, atMs), n: this.n, waiting: false };
    this.previousMs = this.lastMs = atMs;
    this.n++;
    this.inTransit++;
    this.submit(emission);
    return emission;
  }

  start(): void {
    if (this.isFed) {
      this.nextMs = Number.POSITIVE_INFINITY;
      return;
    }
    this.nextMs = this.behaviour.next(this.n, this.previousMs);
    this.schedule();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /**
   * Takes new settings. What is left of the wait for the next event shrinks or grows as the new rate says: an event is neither
   * put off by changes that follow each other quickly, nor moved by one that leaves the arrivals as they are.
   */
  update(behaviour: SourceBehaviour): void {
    this.behaviour = behaviour;
    if (this.isFed) return;
    if (behaviour.outside === "scheduler") {
      // Set times do not stretch; what the new ones would have had before now is past.
      const now = this.clock.now();
      this.nextMs = behaviour.next(this.n, this.previousMs);
      if (this.nextMs < now) this.nextMs = behaviour.next(this.n, now);
      return this.schedule();
    }
    if (!isSame(behaviour.next(this.n, this.previousMs), this.nextMs)) this.rescale(this.clock.now());
    this.schedule();
  }

  private rescale(now: number): void {
    if (this.nextMs <= now) return;
    const left = this.nextMs === Number.POSITIVE_INFINITY ? 1 : (this.nextMs - now) / (this.nextMs - this.previousMs);
    const wait = this.behaviour.next(this.n, now) - now;
    this.nextMs = now + left * wait;
    // As if the one before had been emitted when the new rate says; a restarted process goes on from there.
    this.previousMs = wait === Number.POSITIVE_INFINITY ? now : this.nextMs - wait;
  }

  /** A channel refused the event for now. True: keep it and try again (block, buffer); false: drop it (rule P5). */
  refused(emission: Emission): boolean {
    if (emission.waiting) return true;
    if (this.waitingCount >= this.behaviour.pendingLimit) return false;
    this.cautious = true;
    this.wasHeldBack = true;
    emission.waiting = true;
    this.waitingCount++;
    return true;
  }

  /** Every channel took the event, or it ended. */
  settled(emission: Emission): void {
    this.inTransit--;
    if (emission.waiting) this.waitingCount--;
    if (!this.timed && !this.held()) this.schedule();
  }

  /** A blocked producer emits nothing more until its channel takes what it has. */
  private held(): boolean {
    const blocks = this.behaviour.pendingLimit === Number.POSITIVE_INFINITY;
    return (blocks && (this.waitingCount > 0 || (this.cautious && this.inTransit > 0))) || this.inTransit >= MOST_IN_TRANSIT;
  }

  private schedule(): void {
    if (this.timed) this.timer?.cancel();
    this.timed = false;
    if (this.exhausted || this.nextMs >= this.stopMs || this.nextMs === Number.POSITIVE_INFINITY || this.held()) return;
    this.timed = true;
    if (this.timer) this.clock.again(this.timer, this.nextMs);
    else this.timer = this.clock.at(this.nextMs, () => this.emitDue());
  }

  private emitDue(): void {
    this.timed = false;
    // A timer may fire a moment early: the event it was set for is due all the same.
    const now = Math.max(this.clock.now(), this.nextMs);
    if (!this.wasHeldBack) this.mostLateMs = Math.max(this.mostLateMs, now - this.nextMs);
    for (let count = 0; count < MOST_AT_ONCE && this.nextMs <= now && !this.exhausted && this.nextMs < this.stopMs && !this.held(); count++) {
      const emission: Emission = { event: this.behaviour.event(this.n, this.nextMs), n: this.n, waiting: false };
      this.previousMs = this.nextMs;
      this.lastMs = now;
      this.n++;
      this.nextMs = this.behaviour.next(this.n, this.previousMs);
      this.inTransit++;
      this.submit(emission);
    }
    if (this.nextMs > now) this.cautious = false;
    if (this.nextMs > now && this.waitingCount === 0) this.wasHeldBack = false;
    this.schedule();
  }
}

/** Whether two times are the same but for rounding. */
function isSame(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < 1e-6;
}
