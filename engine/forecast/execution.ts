import type { CallSequence } from "../core/call-sequence.ts";
import type { Timer } from "../core/clock.ts";
import { empty, noEffects } from "../core/effects.ts";
import type { Plan } from "../core/plan.ts";
import type { Holder, Slot } from "../core/slots.ts";
import type { HeapTimer } from "../core/timer-heap.ts";
import type { Feed } from "./feed.ts";
import type { Job } from "./job.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Who carries executions out. */
interface Executing {
  readonly nowMs: number;
  follow(execution: Execution): void;
  abandon(execution: Execution): void;
}

/** One attempt at one event, on its way through its plan; used for one after another, because every event takes one. */
export class Execution implements Holder {
  next = 0;
  private timer: HeapTimer | undefined;
  calls: CallSequence | undefined;
  /** What the event has become so far. */
  effects = noEffects();
  /** What makes it the same event as another, where that is still to be remembered (rule C4). */
  key: string | undefined;
  /** Its lock ran out while nobody renewed it: the event is delivered again, and what comes of this attempt is ignored (rule Q5). */
  isStale = false;
  /** Its replica crashed. */
  isGone = false;

  constructor(
    private readonly runner: Executing,
    public channel: Feed,
    public job: Job,
    public slot: Slot,
    public plan: Plan,
  ) {}

  again(channel: Feed, job: Job, slot: Slot, plan: Plan): this {
    this.next = 0;
    this.calls = undefined;
    this.isStale = false;
    this.channel = channel;
    this.job = job;
    this.slot = slot;
    this.plan = plan;
    empty(this.effects);
    return this;
  }

  /** Goes on at `untilMs`. */
  wait(clock: VirtualClock, untilMs: number): void {
    if (this.timer) clock.again(this.timer, untilMs);
    else this.timer = clock.at(untilMs, () => this.runner.follow(this));
  }

  /** Has its channel hand its event out again when the lock has run out that is renewed no more, unless that timer is cancelled. */
  watchLock(clock: VirtualClock, untilMs: number): Timer[] {
    const { channel, job } = this;
    const lockEndsMs = channel.lockEndsMs?.(job, untilMs);
    if (lockEndsMs === undefined || this.isStale) return [];
    const runOut = (): void => {
      if (this.isGone || this.job !== job) return;
      this.isStale = true;
      // Whoever gets it next has it anew.
      this.job = { ...job };
      channel.abandon(job, untilMs);
    };
    return [clock.at(lockEndsMs, runOut)];
  }

  abandoned(): void {
    this.isGone = true;
    this.timer?.cancel();
    this.calls?.giveUp("crashed", this.runner.nowMs);
    this.runner.abandon(this);
  }
}
