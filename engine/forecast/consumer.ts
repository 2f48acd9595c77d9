import type { CallEngine } from "../core/call-engine.ts";
import { CallSequence } from "../core/call-sequence.ts";
import { isDeadLettered, type DeathReason } from "../core/deaths.ts";
import type { Dispatcher, Effects, Sampling } from "../core/dispatch.ts";
import { isSampled, sampledIds } from "../core/dispatch.ts";
import { endedAs, noEffects } from "../core/effects.ts";
import type { FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { GroupReader } from "../core/log/group-reader.ts";
import type { Timer } from "../core/clock.ts";
import type { Plan, Step } from "../core/plan.ts";
import { madeUpFor, SeenIds, type Processed } from "../core/seen-ids.ts";
import { SlotPool, type Slot } from "../core/slots.ts";
import { consumerBehaviour, isSpent, type Place, type WiredEdge } from "../core/wiring.ts";
import type { SpanSample } from "../contract/sample.ts";
import type { ConsumerBehaviour } from "../kinds/behaviour.ts";
import type { PlaceRecorder, Recorder } from "../metrics/recorder.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import { Execution } from "./execution.ts";
import type { Feed } from "./feed.ts";
import type { Job } from "./job.ts";
import type { MemoryLane } from "./memory-lane.ts";
import { Reading } from "./reading.ts";
import type { ServedBefore } from "./served-before.ts";
import { SlowLink } from "./slow-link.ts";
import { Standstill } from "./standstill.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the consumer hands on: effects to settle, with what to do when every channel took its part. */
export type Settle = (effects: Effects, failed: boolean, done: (effects: Effects) => void) => void;

/** What an event leads to when another one that is the same was processed before (rule C4). */
const DEDUPLICATED: Plan = [{ do: "end", as: "deduplicated" }];

/** Carries out a consumer's plans in virtual time, synchronously. */
export class ConsumerRunner {
  readonly pool: SlotPool;
  private readonly own: PlaceRecorder;
  /** What an idempotent consumer has processed. */
  private readonly seen = new SeenIds();
  /** What an autoscaler or an alert has set. */
  private replicas: number | undefined;
  /** It was stopped on purpose: no replica is started. */
  private isHeldDown = false;
  private readonly readings = new Map<Feed, Reading>();
  /** Its process stands still, its timers with it (rule O4). */
  readonly frozen = new Standstill();
  /** Its process does not reach Redis: it goes on with what it holds, but takes nothing and hands nothing on. */
  private readonly cutOff = new Standstill();
  /** How slow its process's connection to Redis is (rule O4). */
  readonly link = new SlowLink(() => this.pump());
  /** When locks run out that nobody renews. */
  private lockTimers: Timer[] = [];
  /** Attempts that are over, to be used again. */
  private readonly spare: Execution[] = [];

  constructor(
    readonly place: Place,
    private readonly channel: () => MemoryChannel[],
    private readonly clock: VirtualClock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    private readonly sampling: Sampling,
    private readonly calls: CallEngine,
    private readonly takenAtOnce: (effects: Effects, failed: boolean) => boolean,
    private readonly settle: Settle,
    private readonly became: (source: number, effects: Effects) => void,
  ) {
    this.pool = new SlotPool(clock, () => this.capacityChanged());
    this.own = recorder.place(place.index);
  }

  get nowMs(): number {
    return this.clock.now();
  }

  /** Sets the number of replicas, whatever the settings say (rules O1, O6); undefined for what they say. */
  scale(replicas: number | undefined): void {
    this.replicas = replicas;
    this.resize();
  }

  /** Every replica finishes what it holds and is gone, as when an operator stops it; all are back after `restartMs`. */
  finishAndStop(restartMs: number): void {
    this.isHeldDown = true;
    this.resize();
    this.clock.at(this.clock.now() + restartMs, () => {
      this.isHeldDown = false;
      this.resize();
    });
  }

  /** Makes the slots that the settings, or an autoscaler, ask for. */
  resize(): void {
    const { replicas, concurrency, coldStartMs } = consumerBehaviour(this.place);
    this.pool.resize(this.isHeldDown ? 0 : (this.replicas ?? replicas), concurrency, coldStartMs);
  }

  /** A reader that takes events of one channel. */
  reading(channel: MemoryChannel, edge: WiredEdge): Reader {
    const reading = new Reading(this, channel, edge, this.clock);
    this.readings.set(channel, reading);
    return reading;
  }

  /** Where it reads topics. */
  group: GroupReader | undefined;
  /** Tells its group that it is not heard of, or is again. */
  heartbeat: { stop(): void; go(): void } | undefined;

  /** Design time, ms. */
  get now(): number {
    return this.clock.now();
  }

  /** Its process stands still, or does not reach Redis, until the returned function is called. */
  halt(how: "frozen" | "cutOff"): () => void {
    const standstill = this[how];
    if (!this.pool.isHalted) this.watchLocks();
    this.pool.halt();
    const isStill = standstill.begin();
    if (how === "frozen") this.heartbeat?.stop();
    return () => {
      if (!isStill()) return;
      standstill.end();
      if (!this.frozen.isOn) this.heartbeat?.go();
      this.resumed();
    };
  }

  /** Does something when its process goes on. */
  whenThawed(action: () => void): void {
    this.frozen.afterwards(action);
  }

  /** Somebody else reads a partition by now: what it has in hand of it is ignored (rule T5). */
  overtaken(lane: MemoryLane): void {
    lane.fence();
    for (const { holder } of this.pool.all().flatMap(({ slots }) => slots)) if (holder instanceof Execution && holder.channel === lane) holder.isStale = true;
  }

  /** Its process dies, and is started again after `restartMs`: that one does not stand still. */
  die(restartMs: number): void {
    this.pool.killAll(restartMs);
    for (let left = this.frozen.endAll(); left > 0; left--) this.resumed();
  }

  private resumed(): void {
    this.pool.resume();
    if (this.pool.isHalted) return;
    for (const timer of this.lockTimers.splice(0)) timer.cancel();
    for (const channel of this.channel()) channel.isSeenAgain();
  }

  /** Nobody renews the locks of what it holds from now on. */
  private watchLocks(): void {
    const now = this.clock.now();
    for (const { holder } of this.pool.all().flatMap(({ slots }) => slots)) if (holder instanceof Execution) this.lockTimers.push(...holder.watchLock(this.clock, now));
  }

  /** Puts off what an attempt does next until its process can do it. */
  private putOff(standstill: Standstill, execution: Execution, action: () => void): void {
    standstill.afterwards(() => {
      if (!execution.isGone) action();
    });
  }

  private capacityChanged(): void {
    this.group?.capacityChanged();
    this.pump();
  }

  private pump(): void {
    for (const channel of this.channel()) channel.pump();
    this.group?.pump();
  }

  /** Takes an event into a slot. */
  begin(channel: Feed, edge: WiredEdge, job: Job, taken?: Slot): void {
    const now = this.clock.now();
    const slot = taken ?? this.pool.take(now);
    if (!slot) throw new Error(`${this.place.name} has no free slot.`);
    const waitMs = now - job.availableMs;
    this.own.in++;
    this.own.wait.record(waitMs);
    channel.recorded.out++;
    if (channel.recorded.timedAs !== this.own) channel.recorded.wait.record(waitMs);
    if (job.repeated || (job.event.repeats && !channel.place.channel)) this.recorder.cameAgain(edge.index, this.place.index);
    // The edge has it already: it stands for its queue.
    else if (job.event.repeats) this.own.duplicates++;
    if (!channel.place.channel) this.dispatcher.crossed(edge, job.event, job.deliveries > 1, now);
    const behaviour = this.place.behaviour as ConsumerBehaviour;
    const key = behaviour.idempotencyKey?.(job.event);
    const processed = key === undefined ? undefined : this.seen.holder(key);
    const plan = processed ? this.planOfProcessed(job.event, processed) : behaviour.receive(job.event, job.deliveries);
    const execution = this.spare.pop()?.again(channel, job, slot, plan) ?? new Execution(this, channel, job, slot, plan);
    execution.key = processed ? undefined : key;
    slot.holder = execution;
    this.follow(execution);
  }

  /** What is left to do for an event that was processed before (rule C4): what its delivery decided, where it is the same event again. */
  private planOfProcessed(event: FlowEvent, processed: Processed): Plan {
    return processed.event === identityText(event.high, event.low) ? madeUpFor(consumerBehaviour(this.place).receive(event, processed.delivery)) : DEDUPLICATED;
  }

  /** Does the plan's next steps, until one has to wait or the plan is over. */
  follow(execution: Execution): void {
    if (this.frozen.isOn) return this.putOff(this.frozen, execution, () => this.follow(execution));
    const { job, slot } = execution;
    while (execution.next < execution.plan.length) {
      const step = execution.plan[execution.next++];
      switch (step?.do) {
        case "hold":
          slot.intendedEndMs = this.clock.now() + step.ms;
          execution.wait(this.clock, slot.intendedEndMs);
          return;
        case "call":
        case "store":
          return this.call(execution, step);
        case "emit":
          if (execution.key !== undefined && !this.isFirst(execution)) return this.repeated(execution);
          this.dispatcher.emit(this.place, step.port, step.event ?? job.event, step.times, this.clock.now(), false, execution.effects, step.edges, job.event);
          break;
        case "end":
          if (execution.key !== undefined && !this.isFirst(execution)) return this.repeated(execution);
          execution.effects.ends.push({ as: step.as, reason: step.reason, place: this.place });
          if (step.as === "delivered") this.dispatcher.deliveredBy(this.place, job.event, this.clock.now());
          break;
        case "reach":
          execution.plan = [...step.expected, ...execution.plan.slice(execution.next)];
          execution.next = 0;
          break;
        case "fail":
          return this.fail(step.permanent, step.reason, execution);
        case "crash":
          return this.pool.crash(slot.replica);
      }
    }
    const effects = execution.effects;
    this.serviceOver(execution.channel, job, endedAs(effects, this.place), undefined);
    this.complete(execution, effects, false);
  }

  /** Remembers an event that was processed; false when the same one was processed meanwhile (rule C4). */
  private isFirst(execution: Execution): boolean {
    const { key = "", job } = execution;
    execution.key = undefined;
    const id = identityText(job.event.high, job.event.low);
    return this.seen.remember(key, { event: id, delivery: job.deliveries }).event === id;
  }

  private repeated(execution: Execution): void {
    const { effects, channel, job } = execution;
    effects.ends.push({ as: "deduplicated", reason: undefined, place: this.place });
    this.serviceOver(channel, job, "deduplicated", undefined);
    this.complete(execution, effects, false);
  }

  /** Makes calls in the slot (rule C5); one that fails fails the attempt. */
  private call(execution: Execution, step: Extract<Step, { do: "call" | "store" }>): void {
    const { job, slot } = execution;
    execution.calls = new CallSequence(this.calls, this.place, step, job.event, job.deliveries, slot.replica.life, (result, atMs) => {
      slot.intendedEndMs = atMs;
      if (result.ok) this.follow(execution);
      else this.fail(false, result.reason, execution);
    });
    execution.calls.begin(this.clock.now());
  }

  /** Lets the event leave when every channel has taken what became of it; the slot is held until then (rule Q7). */
  private complete(execution: Execution, effects: Effects, failed: boolean): void {
    if (this.cutOff.isOn) return this.putOff(this.cutOff, execution, () => this.complete(execution, effects, failed));
    if (execution.isStale) return this.free(execution, true);
    const { channel } = execution;
    const before = channel.servedBefore;
    if (!before && this.takenAtOnce(effects, failed)) return this.leave(execution, effects, failed);
    // It has been served: what its channels have not taken yet they will, even if the replica crashes now.
    execution.slot.holder = undefined;
    execution.effects = noEffects();
    const leave = (settled: Effects): void => this.leave(execution, settled, failed);
    if (before) return before.again(effects, failed, this.settle, leave);
    let isOver = false;
    let held: ServedBefore | undefined;
    this.settle(effects, failed, (settled) => {
      isOver = true;
      if (held) held.firstSettled(settled, leave);
      else leave(settled);
    });
    if (!isOver) held = channel.heldBack?.();
  }

  private leave(execution: Execution, settled: Effects, failed: boolean): void {
    const { channel, job } = execution;
    const isCounted = channel.left(job, settled);
    if (!failed) this.own.out++;
    if (isCounted) this.became(job.event.source, settled);
    this.free(execution, failed, settled.puts.length > 0);
  }

  private fail(permanent: boolean, reason: string, execution: Execution): void {
    const standstill = this.frozen.isOn ? this.frozen : this.cutOff;
    if (standstill.isOn) return this.putOff(standstill, execution, () => this.fail(permanent, reason, execution));
    const { channel, job } = execution;
    this.own.errors++;
    if (execution.isStale) {
      this.serviceOver(channel, job, "retried", reason);
      return this.free(execution, true);
    }
    const next = channel.afterFailure(job, permanent || isSpent(this.place, job.attempts + 1));
    if (next !== "exhausted") {
      channel.recorded.retries++;
      this.own.retries++;
      this.serviceOver(channel, job, "retried", reason);
      channel.retry(job, next.retryAfterMs);
      return this.free(execution, true);
    }
    this.serviceOver(channel, job, "failed", reason);
    this.complete(execution, this.exhausted(channel, job, permanent ? "rejected" : "delivery_limit"), true);
  }

  /** What becomes of an event that will not be tried again (rules Q3, G6). */
  exhausted(channel: Feed, job: Job, reason: DeathReason): Effects {
    const effects = noEffects();
    const now = this.clock.now();
    const ownPort = consumerBehaviour(this.place).afterLast(job.event);
    const plan = ownPort ?? channel.exhausted(job.event, reason, now);
    if (isDeadLettered(plan)) this.own.deadLetters++;
    this.dispatcher.run(plan, ownPort ? this.place : channel.place, now, true, effects, job.event);
    return effects;
  }

  /** The replica crashed under an event: its channel will find it (rule Q5), if it has not yet. */
  abandon({ channel, job, isStale }: Execution): void {
    this.own.errors++;
    this.serviceOver(channel, job, "crashed", "the replica crashed");
    if (!isStale) channel.abandon(job);
  }

  private free(execution: Execution, failed: boolean, hasPut = false): void {
    const { slot, channel } = execution;
    this.spare.push(execution);
    // A partition of a topic is read ahead, and commits while the next event is served.
    const reading = this.link.isSlow ? this.readings.get(channel) : undefined;
    if (reading) reading.finish(slot, failed, hasPut);
    else this.release(slot, failed);
  }

  release(slot: Slot, failed: boolean): void {
    this.pool.release(slot);
    slot.failed = failed;
    this.pump();
  }

  private serviceOver(channel: Feed, job: Job, outcome: SpanSample["outcome"], reason: string | undefined): void {
    const serviceMs = this.clock.now() - job.startedMs;
    this.own.service.record(serviceMs);
    if (channel.recorded.timedAs !== this.own) channel.recorded.service.record(serviceMs);
    const { event } = job;
    if (!isSampled(this.sampling, event)) return;
    this.recorder.sample({
      type: "span",
      node: this.place.id,
      ...sampledIds(event),
      startMs: job.startedMs,
      waitMs: job.startedMs - job.availableMs,
      serviceMs,
      attempt: job.deliveries,
      outcome,
      reason,
    });
  }
}
