import type { Put } from "../core/dispatch.ts";
import type { FlowEvent } from "../core/event.ts";
import type { DeathReason } from "../core/deaths.ts";
import type { Plan } from "../core/plan.ts";
import type { Place } from "../core/wiring.ts";
import type { Admission, AfterFailure, ChannelBehaviour } from "../kinds/behaviour.ts";
import type { PlaceRecorder, Recorder } from "../metrics/recorder.ts";
import type { Feed } from "./feed.ts";
import type { Job } from "./job.ts";
import { ReadyList } from "./ready-list.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Takes events from a channel while it has free slots. */
export interface Reader {
  hasFree(): boolean;
  start(job: Job): void;
  /** Its process stands still or does not reach Redis (rule O4): it does not look for what stalled. */
  readonly isAway: boolean;
}

interface Blocked {
  readonly put: Put;
  readonly accepted: () => void;
  /** It was let in when another with its id or key was there already. */
  readonly deduplicated: () => void;
}

/** Why an event left a channel without its consumer. */
export type Eviction = "overflow" | "stalled" | "expired";

/** A channel's events in memory, with BullMQ's order, backoff, delay, rate limit, deduplication and stalled recovery (rules Q1 to Q9). */
export class MemoryChannel implements Feed {
  private readonly ready = new ReadyList();
  private delayed = 0;
  private active = 0;
  private count = 0;
  /** Events in it by source. */
  private readonly present: number[] = [];
  private readonly blocked: Blocked[] = [];
  private readonly readers: Reader[] = [];
  private nextReader = 0;
  private windowEndsMs = Number.NEGATIVE_INFINITY;
  private startedInWindow = 0;
  private pumping = false;
  /** What would have been found to have stalled, had anybody looked. */
  private readonly unseen: (() => void)[] = [];
  /** When the window of each deduplicated id or key ends (rule Q9). */
  private readonly windows = new Map<string, number>();
  /** When expired events are looked for next. */
  private sweepMs = Number.POSITIVE_INFINITY;
  /** What is measured at it. */
  readonly recorded: PlaceRecorder;

  constructor(
    readonly place: Place,
    private readonly clock: VirtualClock,
    recorder: Recorder,
    /** An event left in another way than by its consumer: dropped when full, failed by stalling, or expired. */
    private readonly evict: (channel: MemoryChannel, job: Job, why: Eviction) => void,
  ) {
    this.recorded = recorder.place(place.index);
  }

  get behaviour(): ChannelBehaviour {
    const { behaviour } = this.place;
    return behaviour.role === "stage" ? behaviour.channel : (behaviour as ChannelBehaviour);
  }

  /** Events in it: ready, waiting for their time, in slots, or on their way out. */
  get size(): number {
    return this.count;
  }

  /** Events ready or waiting for their time. */
  get depth(): number {
    return this.ready.size + this.delayed;
  }

  get inSlots(): number {
    return this.active;
  }

  afterFailure(job: Job, permanent: boolean): AfterFailure {
    return this.behaviour.afterFailure(job.event, permanent, job.attempts + 1, job.deliveries);
  }

  exhausted(event: FlowEvent, reason: DeathReason, atMs: number): Plan {
    return this.behaviour.exhausted(event, reason, atMs);
  }

  addReader(reader: Reader): void {
    this.readers.push(reader);
  }

  /** Adds the events that are in it to `counts` by source. */
  countBySource(counts: number[]): void {
    for (const [source, n] of this.present.entries()) counts[source] = (counts[source] ?? 0) + (n ?? 0);
  }

  admission(): Admission {
    return this.behaviour.admit(this.ready.size);
  }

  /** Whether another event with this one's id or key came within the window (rule Q9). */
  isDuplicate(event: FlowEvent): boolean {
    const same = this.behaviour.deduplicationOf(event);
    return same !== undefined && this.clock.now() < (this.windows.get(same) ?? Number.NEGATIVE_INFINITY);
  }

  /** Takes an event; when there is no room for it, the oldest goes. */
  add(put: Put, admission: "accept" | "drop-head"): void {
    this.recorded.in++;
    const { event } = put;
    const { settings } = this.behaviour;
    this.count++;
    this.present[event.source] = (this.present[event.source] ?? 0) + 1;
    const availableMs = event.emittedMs + settings.delayMs + (this.behaviour.laterMs?.(event) ?? 0);
    const job: Job = {
      event,
      port: put.edge.toPort,
      priority: this.behaviour.priorityOf(event),
      availableMs,
      expiresMs: settings.ttlMs === undefined ? Number.POSITIVE_INFINITY : availableMs + settings.ttlMs,
      attempts: 0,
      deliveries: 0,
      stalls: 0,
      repeated: false,
      startedMs: 0,
    };
    if (settings.deduplicate) this.openWindow(event, settings.deduplicate.windowMs);
    if (availableMs > this.clock.now()) return this.delay(job);
    if (settings.order === "lifo") this.ready.addFirst(job, job.priority);
    else this.ready.addLast(job, job.priority);
    if (admission === "drop-head") {
      const oldest = settings.order === "lifo" ? this.ready.takeLast() : this.ready.take();
      if (oldest) this.evict(this, oldest, "overflow");
    }
    this.pump();
    this.sweepAt(job.expiresMs);
  }

  /** Keeps an emitter waiting until there is room (overflow `block`). */
  block(put: Put, accepted: () => void, deduplicated: () => void): void {
    this.blocked.push({ put, accepted, deduplicated });
  }

  /** The attempt at an event is over and it is not in this channel any more. */
  left(job: Job): boolean {
    this.active--;
    this.gone(job);
    return true;
  }

  /** An event that was in no slot is not in this channel any more. */
  gone(job: Job): void {
    this.count--;
    this.present[job.event.source] = (this.present[job.event.source] ?? 0) - 1;
  }

  /** Puts a failed event back, after its backoff. */
  retry(job: Job, afterMs: number): void {
    this.active--;
    job.attempts++;
    job.repeated = false;
    job.availableMs = this.clock.now() + afterMs;
    if (afterMs === 0) {
      if (this.behaviour.settings.order === "lifo") this.ready.addFirst(job, job.priority);
      else this.ready.addLast(job, job.priority);
      return this.pump();
    }
    this.delay(job);
  }

  /** Keeps an event from being taken until it is available. */
  private delay(job: Job): void {
    this.delayed++;
    this.clock.at(job.availableMs, () => {
      this.delayed--;
      this.ready.addLast(job, job.priority);
      this.pump();
      this.sweepAt(job.expiresMs);
    });
  }

  private openWindow(event: FlowEvent, windowMs: number): void {
    const same = this.behaviour.deduplicationOf(event);
    if (same === undefined) return;
    const now = this.clock.now();
    this.windows.set(same, now + windowMs);
    this.clock.at(now + windowMs, () => {
      if ((this.windows.get(same) ?? 0) <= this.clock.now()) this.windows.delete(same);
    });
  }

  /** Looks for expired events at that time, unless it does so earlier (rule Q6). */
  private sweepAt(atMs: number): void {
    if (atMs >= this.sweepMs) return;
    this.sweepMs = atMs;
    this.clock.at(atMs, () => {
      if (this.sweepMs !== atMs) return;
      this.sweepMs = Number.POSITIVE_INFINITY;
      const newestFirst = this.behaviour.settings.order === "lifo";
      for (const job of this.ready.takeExpired(this.clock.now(), newestFirst)) this.evict(this, job, "expired");
      this.sweepAt(this.ready.nextExpiryMs(newestFirst));
      this.admitBlocked();
    });
  }

  /**
   * The event's worker is gone: it is found by the stalled check (rule Q5). As BullMQ does it: a check marks what is active,
   * renewing the lock takes the mark away, and a later check that finds the mark and no lock hands the event out again, first in line.
   * `untilMs` is when its lock could be renewed last.
   */
  abandon(job: Job, untilMs = this.clock.now()): void {
    const { lockMs, stalledCheckMs } = this.behaviour.settings;
    const renewed = this.renewedMs(job, untilMs);
    const marked = (Math.floor(renewed / stalledCheckMs) + 1) * stalledCheckMs;
    const expired = Math.ceil((renewed + lockMs) / stalledCheckMs) * stalledCheckMs;
    this.clock.at(Math.max(marked + stalledCheckMs, expired, this.clock.now()), () => {
      if (!this.readers.every(({ isAway }) => isAway)) return this.stalled(job);
      // Nobody looks: whoever is back does so at once, and again where it was not marked before.
      this.unseen.push(() => (marked <= untilMs ? this.stalled(job) : this.clock.at(this.clock.now() + stalledCheckMs, () => this.stalled(job))));
    });
  }

  /** When the lock of an event runs out that could be renewed until then. */
  lockEndsMs(job: Job, untilMs: number): number {
    return this.renewedMs(job, untilMs) + this.behaviour.settings.lockMs;
  }

  /** A reader that was away looks for what stalled meanwhile. */
  isSeenAgain(): void {
    for (const look of this.unseen.splice(0)) look();
  }

  private renewedMs(job: Job, untilMs: number): number {
    const renewalMs = this.behaviour.settings.lockMs / 4;
    return job.startedMs + Math.floor((untilMs - job.startedMs) / renewalMs) * renewalMs;
  }

  private stalled(job: Job): void {
    this.active--;
    job.stalls++;
    job.repeated = true;
    this.recorded.stalls++;
    if (job.stalls > this.behaviour.settings.maxStalled) return this.evict(this, job, "stalled");
    // BullMQ puts it before all others, whatever its priority.
    this.ready.addFirst(job, 0);
    this.pump();
  }

  /** Hands ready events to free slots, as far as the rate limit lets it, and lets blocked emitters in. */
  pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    while (this.ready.size > 0) {
      const reader = this.freeReader();
      if (!reader || !this.mayStart()) break;
      const job = this.ready.take() as Job;
      if (job.expiresMs <= this.clock.now()) {
        this.evict(this, job, "expired");
        continue;
      }
      job.deliveries++;
      job.startedMs = this.clock.now();
      this.active++;
      reader.start(job);
      this.admitBlocked();
    }
    this.admitBlocked();
    this.pumping = false;
  }

  private admitBlocked(): void {
    while (this.blocked.length > 0 && this.admission() === "accept") {
      const { put, accepted, deduplicated } = this.blocked.shift() as Blocked;
      if (this.isDuplicate(put.event)) {
        deduplicated();
        continue;
      }
      const wasPumping = this.pumping;
      this.pumping = true;
      this.add(put, "accept");
      this.pumping = wasPumping;
      accepted();
    }
  }

  private freeReader(): Reader | undefined {
    const { readers } = this;
    let index = this.nextReader;
    for (let looked = 0; looked < readers.length; looked++) {
      const reader = readers[index] as Reader;
      index = index + 1 === readers.length ? 0 : index + 1;
      if (!reader.hasFree()) continue;
      this.nextReader = index;
      return reader;
    }
    return undefined;
  }

  /** BullMQ's global rate limit: fixed windows that open with their first start (rule Q8). */
  private mayStart(): boolean {
    const { rateLimit } = this.behaviour.settings;
    if (!rateLimit) return true;
    const now = this.clock.now();
    if (now >= this.windowEndsMs) {
      this.windowEndsMs = now + rateLimit.durationMs;
      this.startedInWindow = 0;
    }
    if (this.startedInWindow >= rateLimit.max) {
      if (this.startedInWindow === rateLimit.max) {
        this.startedInWindow++;
        this.clock.at(this.windowEndsMs, () => this.pump());
      }
      return false;
    }
    this.startedInWindow++;
    return true;
  }
}
