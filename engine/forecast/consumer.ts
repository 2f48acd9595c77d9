import type { Timer } from "../core/clock.ts";
import type { Dispatcher, Effects, Sampling } from "../core/dispatch.ts";
import { isSampled } from "../core/dispatch.ts";
import { noEffects } from "../core/effects.ts";
import { identityText } from "../core/identity.ts";
import type { Plan } from "../core/plan.ts";
import { SlotPool, type Holder, type Slot } from "../core/slots.ts";
import { consumerBehaviour, type Place, type WiredEdge } from "../core/wiring.ts";
import type { SpanSample } from "../contract/sample.ts";
import type { ConsumerBehaviour } from "../kinds/behaviour.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import type { Job } from "./job.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the consumer hands on: effects to settle, with what to do when every channel took its part. */
export type Settle = (effects: Effects, failed: boolean, done: (effects: Effects) => void) => void;

/** Carries out a consumer's plans in virtual time, synchronously. */
export class ConsumerRunner {
  readonly pool: SlotPool;

  constructor(
    readonly place: Place,
    private readonly channel: () => MemoryChannel[],
    private readonly clock: VirtualClock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    private readonly sampling: Sampling,
    private readonly takenAtOnce: (effects: Effects, failed: boolean) => boolean,
    private readonly settle: Settle,
    private readonly became: (source: number, effects: Effects) => void,
  ) {
    this.pool = new SlotPool(clock, () => this.pump());
  }

  /** Makes the slots that the settings ask for. */
  resize(): void {
    const { replicas, concurrency, coldStartMs } = consumerBehaviour(this.place);
    this.pool.resize(replicas, concurrency, coldStartMs);
  }

  /** A reader that takes events of one channel. */
  reading(channel: MemoryChannel, edge: WiredEdge): Reader {
    return { hasFree: () => this.pool.hasFree(), start: (job) => this.begin(channel, edge, job) };
  }

  private pump(): void {
    for (const channel of this.channel()) channel.pump();
  }

  private begin(channel: MemoryChannel, edge: WiredEdge, job: Job): void {
    const now = this.clock.now();
    const slot = this.pool.take(now);
    if (!slot) throw new Error(`${this.place.name} has no free slot.`);
    const waitMs = now - job.availableMs;
    const own = this.recorder.place(this.place.index);
    own.in++;
    own.wait.record(waitMs);
    const from = this.recorder.place(channel.place.index);
    from.out++;
    from.wait.record(waitMs);
    if (!channel.place.channel) this.dispatcher.crossed(edge, job.event, job.deliveries > 1, now);
    const plan = (this.place.behaviour as ConsumerBehaviour).receive(job.event, job.deliveries);
    const execution = new Execution(this, channel, job, slot, plan);
    slot.holder = execution;
    execution.follow();
  }

  /** Does the plan's next steps, until one has to wait or the plan is over. */
  follow(execution: Execution): void {
    const { plan, channel, job, slot } = execution;
    while (execution.next < plan.length) {
      const step = plan[execution.next++];
      switch (step?.do) {
        case "hold":
          slot.intendedEndMs = this.clock.now() + step.ms;
          execution.timer = this.clock.at(slot.intendedEndMs, execution.follow);
          return;
        case "emit":
          this.dispatcher.emit(this.place, step.port, step.event ?? job.event, step.times, this.clock.now(), false, execution.became(), step.edges);
          break;
        case "end":
          execution.became().ends.push({ as: step.as, reason: step.reason, place: this.place });
          break;
        case "fail":
          return this.fail(step.permanent, step.reason, execution);
        case "crash":
          return this.pool.crash(slot.replica);
      }
    }
    const effects = execution.became();
    this.serviceOver(channel, job, effects.ends[0]?.as === "consumed" ? "consumed" : "done", undefined);
    this.complete(execution, effects, false);
  }

  /** Lets the event leave when every channel has taken what became of it; the slot is held until then (rule Q7). */
  private complete(execution: Execution, effects: Effects, failed: boolean): void {
    if (this.takenAtOnce(effects, failed)) return this.leave(execution, effects, failed);
    // It has been served: what its channels have not taken yet they will, even if the replica crashes now.
    execution.slot.holder = undefined;
    this.settle(effects, failed, (settled) => this.leave(execution, settled, failed));
  }

  private leave({ channel, job, slot }: Execution, settled: Effects, failed: boolean): void {
    channel.left(job);
    if (!failed) this.recorder.place(this.place.index).out++;
    this.became(job.event.source, settled);
    this.free(slot, failed);
  }

  private fail(permanent: boolean, reason: string, execution: Execution): void {
    const { channel, job, slot } = execution;
    const own = this.recorder.place(this.place.index);
    own.errors++;
    const next = channel.behaviour.afterFailure(job.event, permanent, job.attempts + 1, job.deliveries);
    if (next !== "exhausted") {
      this.recorder.place(channel.place.index).retries++;
      own.retries++;
      this.serviceOver(channel, job, "retried", reason);
      channel.retry(job, next.retryAfterMs);
      return this.free(slot, true);
    }
    this.serviceOver(channel, job, "failed", reason);
    this.complete(execution, this.exhausted(channel, job), true);
  }

  /** What becomes of an event that will not be tried again (rules Q3, G6). */
  exhausted(channel: MemoryChannel, job: Job): Effects {
    const effects = noEffects();
    const now = this.clock.now();
    const ownPort = consumerBehaviour(this.place).afterLast(job.event);
    if (ownPort) this.dispatcher.run(ownPort, this.place, now, true, effects, job.event);
    else this.dispatcher.run(channel.behaviour.exhausted(job.event), channel.place, now, true, effects, job.event);
    return effects;
  }

  /** The replica crashed under an event: its channel will find it (rule Q5). */
  abandon(channel: MemoryChannel, job: Job): void {
    this.recorder.place(this.place.index).errors++;
    this.serviceOver(channel, job, "crashed", "the replica crashed");
    channel.abandon(job);
  }

  private free(slot: Slot, failed: boolean): void {
    this.pool.release(slot);
    slot.failed = failed;
    this.pump();
  }

  private serviceOver(channel: MemoryChannel, job: Job, outcome: SpanSample["outcome"], reason: string | undefined): void {
    const serviceMs = this.clock.now() - job.startedMs;
    this.recorder.place(this.place.index).service.record(serviceMs);
    this.recorder.place(channel.place.index).service.record(serviceMs);
    const { event } = job;
    if (!isSampled(this.sampling, event)) return;
    this.recorder.sample({
      type: "span",
      node: this.place.id,
      event: identityText(event.high, event.low),
      root: identityText(event.rootHigh, event.rootLow),
      startMs: job.startedMs,
      waitMs: job.startedMs - job.availableMs,
      serviceMs,
      attempt: job.deliveries,
      outcome,
      reason,
    });
  }
}

/** One attempt at one event, on its way through its plan. */
class Execution implements Holder {
  next = 0;
  timer: Timer | undefined;
  private effects: Effects | undefined;
  /** Bound once, because every hold hands it to the clock. */
  readonly follow: () => void;

  constructor(
    private readonly runner: ConsumerRunner,
    readonly channel: MemoryChannel,
    readonly job: Job,
    readonly slot: Slot,
    readonly plan: Plan,
  ) {
    this.follow = () => runner.follow(this);
  }

  /** What the event has become so far. */
  became(): Effects {
    return (this.effects ??= noEffects());
  }

  abandoned(): void {
    this.timer?.cancel();
    this.runner.abandon(this.channel, this.job);
  }
}
