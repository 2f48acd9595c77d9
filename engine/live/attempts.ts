import type { TopicEdgeSettings } from "../../design/kinds/topic.ts";
import type { SpanSample } from "../contract/sample.ts";
import { CallSequence } from "../core/call-sequence.ts";
import type { CallResult } from "../core/call.ts";
import { isDeadLettered, type DeathReason } from "../core/deaths.ts";
import { isSampled, type Effects } from "../core/dispatch.ts";
import { endedAs, noEffects } from "../core/effects.ts";
import { envelopeOf, outgoing, traceIdOf, type FlowEvent } from "../core/event.ts";
import type { Plan, Step } from "../core/plan.ts";
import { madeUpFor } from "../core/seen-ids.ts";
import { CATCH_UP_MS, type Slot, type SlotPool } from "../core/slots.ts";
import { attemptSpanId, traceOfRun, traceparentOf } from "../core/trace-context.ts";
import { channelBehaviour, consumerBehaviour, isSpent, type Place, type Reading } from "../core/wiring.ts";
import type { AfterFailure } from "../kinds/behaviour.ts";
import { ProcessedIds } from "../redis/processed-ids.ts";
import { WriteGate } from "../redis/write-gate.ts";
import type { AttemptResult, Delivery } from "../redis/queue-reader.ts";
import { exhaustedOf, spanOf } from "./attempt-results.ts";
import { burnCpu } from "./burn.ts";
import type { Attempt, ConsumerContext, Handed } from "./consumer-context.ts";
import type { LiveLane } from "./live-lane.ts";

/** Carries out the plans of one consumer's attempts in the slots that it is given, with real timers, and settles what becomes of the events. */
export class Attempts {
  /** What becomes of events that were served and that Redis does not know of yet, by event. */
  private readonly leaving = new Map<string, Effects>();
  /** What it has processed, where it is idempotent. */
  private readonly processed: ProcessedIds;

  constructor(
    private readonly place: Place,
    private readonly context: ConsumerContext,
    private readonly pool: SlotPool,
    /** Has an idle reader look for what has fallen due. */
    private readonly wake: (reading: Reading) => void,
  ) {
    this.processed = new ProcessedIds(context.commands, context.runId, place.id, new WriteGate(context.commands, context.onError));
  }

  /** Events on their way from a slot to where they go; those that a full channel holds back are not. */
  get inTransit(): number {
    let count = 0;
    for (const effects of this.leaving.values()) if (!this.context.outlet.holdsBack(effects)) count++;
    return count;
  }

  /** Redis has taken over what became of an event. */
  moved(event: string): void {
    this.leaving.delete(event);
  }

  /** Begins an attempt: counts and times its start. */
  begin(reading: Reading, delivery: Handed, event: FlowEvent, slot: Slot, lane?: LiveLane): Attempt {
    const { recorder, dispatcher, clock } = this.context;
    const takenMs = clock.now();
    const plan = consumerBehaviour(this.place).receive(event, delivery.delivery);
    const isTimed = hasTimes(plan);
    const startMs = isTimed ? Math.min(slot.intendedStartMs, takenMs) : takenMs;
    this.pool.began(startMs);
    const waitMs = Math.max(0, startMs - delivery.availableMs);
    const own = recorder.place(this.place.index);
    own.in++;
    own.wait.record(waitMs);
    const from = recorder.place(reading.channel.index);
    from.out++;
    from.wait.record(waitMs);
    if (delivery.repeated || (event.repeats && !reading.channel.channel)) recorder.cameAgain(reading.edge.index, this.place.index);
    // The edge has it already: it stands for its queue.
    else if (event.repeats) own.duplicates++;
    if (!reading.channel.channel) dispatcher.crossed(reading.edge, event, delivery.delivery > 1, startMs);
    return { reading, delivery, event, slot, plan, isTimed, startMs, ...(lane && { lane }) };
  }

  /**
   * When an attempt ended that is over now: when it was meant to, because what comes next in the slot makes up for what its timers were
   * late (rule C1); no longer ago than can be made up for.
   */
  endOf({ slot, startMs, isTimed }: Attempt): number {
    const now = this.context.clock.now();
    return isTimed ? Math.min(now, Math.max(startMs, slot.intendedEndMs, now - CATCH_UP_MS)) : now;
  }

  /** Does a plan step by step; the slot is held until every channel has taken what became of the event. */
  async follow(attempt: Attempt): Promise<AttemptResult> {
    const { clock, dispatcher } = this.context;
    const { event, slot, delivery } = attempt;
    const effects = noEffects();
    const behaviour = consumerBehaviour(this.place);
    let key = behaviour.idempotencyKey?.(event);
    const finished = key === undefined ? undefined : await this.finished(event, delivery);
    if (finished === "by another") return this.repeated(attempt);
    let atMs = slot.intendedStartMs;
    const plan = [...(finished ?? attempt.plan)];
    for (let step = plan.shift(); step; step = plan.shift()) {
      if (key !== undefined && (step.do === "emit" || step.do === "end")) {
        const first = await this.processed.remember(key, { event: delivery.envelope.id, delivery: delivery.delivery });
        if (first.event !== delivery.envelope.id) return this.repeated(attempt);
        key = undefined;
      }
      switch (step.do) {
        case "hold":
          atMs = slot.intendedEndMs = atMs + step.ms;
          if (!(await this.hold(slot, atMs, step.burn))) return this.abandoned(attempt);
          break;
        case "call":
        case "store": {
          const called = await this.call(attempt, step, atMs);
          if (!called) return this.abandoned(attempt);
          atMs = slot.intendedEndMs = called.atMs;
          if (!called.result.ok) return this.fail(attempt, false, called.result.reason, atMs);
          break;
        }
        case "emit":
          dispatcher.emit(this.place, step.port, step.event ?? event, step.times, atMs, false, effects, step.edges, event);
          break;
        case "end":
          effects.ends.push({ as: step.as, reason: step.reason, place: this.place });
          if (step.as === "delivered") dispatcher.deliveredBy(this.place, event, atMs);
          break;
        case "reach":
          plan.unshift(...(await this.reach(attempt)));
          atMs = slot.intendedEndMs = clock.now();
          break;
        case "fail":
          return this.fail(attempt, step.permanent, step.reason, atMs);
        case "crash":
          // The slots of the replica are gone before this returns; their holds end as abandoned.
          this.pool.crash(slot.replica, atMs);
          return this.abandoned(attempt);
      }
    }
    this.served(attempt, endedAs(effects, this.place), this.endOf(attempt), undefined);
    const settled = await this.settle(attempt, effects, false);
    this.context.recorder.place(this.place.index).out++;
    return { type: "done", outcome: this.context.outlet.outcomeOf(event.source, settled) };
  }

  /**
   * What is left to do for an event that an idempotent consumer has processed before (rule C4). When its worker died after it was processed
   * and before Redis heard what became of it, that is made up for as the delivery decided that ended well: the work is not done again, and
   * what this delivery would draw does not matter. Undefined when it was not processed.
   */
  async finished(event: FlowEvent, { envelope }: Pick<Handed, "envelope">): Promise<Plan | "by another" | undefined> {
    const behaviour = consumerBehaviour(this.place);
    const key = behaviour.idempotencyKey?.(event);
    const processed = key === undefined ? null : await this.processed.holder(key);
    if (!processed) return undefined;
    return processed.event === envelope.id ? madeUpFor(behaviour.receive(event, processed.delivery)) : "by another";
  }

  /** Does what the node does outside of the flow, with the event as the world outside gets it. */
  private async reach({ event, delivery }: Attempt): Promise<Plan> {
    const { wiring, runId, dispatcher } = this.context;
    const isSampled = dispatcher.isSampled(event);
    const runTrace = traceOfRun(runId);
    const envelope = envelopeOf(event, wiring.sources[event.source]?.id ?? "", { ms: wiring.startedAtMs ?? 0, trace: runTrace }, isSampled);
    const span = attemptSpanId(envelope.id, this.place.id, delivery.delivery);
    return (await this.context.outside(this.place)?.reach(event, outgoing(envelope), traceparentOf(traceIdOf(event, runTrace), span, isSampled))) ?? [];
  }

  /** An idempotent consumer has processed the same event before (rule C4). */
  private repeated(attempt: Attempt): AttemptResult {
    const { event, delivery } = attempt;
    this.served(attempt, "deduplicated", this.endOf(attempt), undefined);
    this.context.recorder.place(this.place.index).out++;
    const effects: Effects = { puts: [], ends: [{ as: "deduplicated", reason: undefined, place: this.place }] };
    this.leaving.set(delivery.envelope.id, effects);
    return { type: "done", outcome: this.context.outlet.outcomeOf(event.source, effects) };
  }

  /** Waits for design time to reach `untilMs`; false when the replica crashed meanwhile. */
  private hold(slot: Slot, untilMs: number, burn: boolean): Promise<boolean> | boolean {
    const { clock } = this.context;
    if (burn) return burnCpu(clock, untilMs);
    if (untilMs <= clock.now() && !clock.current.paused) return true;
    return new Promise((resolve) => {
      const timer = clock.at(untilMs, () => {
        slot.holder = undefined;
        resolve(true);
      });
      slot.holder = {
        abandoned() {
          timer.cancel();
          resolve(false);
        },
      };
    });
  }

  /** Makes calls in the slot (rule C5); undefined when the replica crashed meanwhile. */
  private call({ event, slot, delivery }: Attempt, step: Extract<Step, { do: "call" | "store" }>, atMs: number): Promise<{ result: CallResult; atMs: number } | undefined> {
    const { calls, clock } = this.context;
    return new Promise((resolve) => {
      const sequence = new CallSequence(calls, this.place, step, event, delivery.delivery, slot.replica.life, (result, endMs) => {
        slot.holder = undefined;
        resolve({ result, atMs: endMs });
      });
      slot.holder = {
        abandoned() {
          sequence.giveUp("crashed", clock.now());
          resolve(undefined);
        },
      };
      sequence.begin(atMs);
    });
  }

  private async fail(attempt: Attempt, permanent: boolean, reason: string, atMs: number): Promise<AttemptResult> {
    const { clock, recorder } = this.context;
    const { reading, delivery, event } = attempt;
    const own = recorder.place(this.place.index);
    own.errors++;
    const next = this.afterFailure(attempt, permanent || isSpent(this.place, delivery.failedAttempts + 1));
    if (next !== "exhausted") {
      own.retries++;
      recorder.place(reading.channel.index).retries++;
      this.served(attempt, "retried", this.endOf(attempt), reason);
      const dueMs = atMs + next.retryAfterMs;
      if (attempt.lane) return { type: "retry", wallMs: 0, dueMs, reason };
      const wallMs = next.retryAfterMs === 0 ? 0 : Math.max(1, Math.round((dueMs - clock.now()) / clock.current.speed));
      this.leaving.set(delivery.envelope.id, noEffects());
      if (wallMs > 0) clock.at(dueMs + clock.current.speed, () => this.wake(reading));
      return { type: "retry", wallMs, dueMs, reason };
    }
    this.served(attempt, "failed", this.endOf(attempt), reason);
    const settled = await this.settle(attempt, this.exhausted(reading, event, permanent ? "rejected" : "delivery_limit", atMs), true);
    return { type: "exhausted", outcome: this.context.outlet.outcomeOf(event.source, settled), reason };
  }

  private afterFailure({ reading, event, delivery }: Attempt, permanent: boolean): AfterFailure {
    const { behaviour } = reading.channel;
    const attempts = delivery.failedAttempts + 1;
    if (behaviour.role === "log") return behaviour.afterFailure(reading.edge.settings as TopicEdgeSettings, permanent, attempts);
    return channelBehaviour(reading.channel).afterFailure(event, permanent, attempts, delivery.delivery);
  }

  /** Puts into channels what became of an event. A slot that a full one held back is free now, not when its hold ended. */
  private async settle(attempt: Attempt, effects: Effects, failed: boolean): Promise<Effects> {
    const { slot, delivery, lane, event } = attempt;
    const { outlet } = this.context;
    if (lane && outlet.takesAtOnce(effects)) {
      // The next event need not wait for Redis: the commit does.
      const begun = lane.inService;
      attempt.isLeaving = true;
      outlet.append(effects, failed, () => lane.finish(begun, this.context.outlet.outcomeOf(event.source, effects)));
      return effects;
    }
    this.leaving.set(delivery.envelope.id, effects);
    if (delivery.repeated) outlet.countKnown(effects.puts);
    let held = false;
    const settled = await this.context.outlet.settle(effects, failed, (blocks) => (held ||= blocks) && blocks);
    if (held) slot.intendedEndMs = this.context.clock.now();
    return settled;
  }

  /** What becomes of an event that will not be tried again (rules Q3, G6). */
  private exhausted(reading: Reading, event: FlowEvent, reason: DeathReason, atMs: number): Effects {
    const effects = noEffects();
    const { dispatcher, recorder } = this.context;
    const ownPort = consumerBehaviour(this.place).afterLast(event);
    const plan = ownPort ?? exhaustedOf(reading.channel, event, reason, atMs);
    if (isDeadLettered(plan)) recorder.place(this.place.index).deadLetters++;
    dispatcher.run(plan, ownPort ? this.place : reading.channel, atMs, true, effects, event);
    return effects;
  }

  /** BullMQ gives the event up without an attempt (rule Q5): it takes the same way, exactly once, because its children's ids are the same each time. */
  async stalledOut(reading: Reading, delivery: Delivery, event: FlowEvent): Promise<string> {
    this.leaving.set(delivery.envelope.id, noEffects());
    const { outlet, clock, dispatcher } = this.context;
    const finished = await this.finished(event, delivery);
    if (typeof finished !== "object") return this.context.outlet.outcomeOf(event.source, await outlet.settle(this.exhausted(reading, event, "delivery_limit", clock.now()), true));
    const effects = noEffects();
    dispatcher.run(finished, this.place, clock.now(), false, effects, event);
    return this.context.outlet.outcomeOf(event.source, await outlet.settle(effects, false));
  }

  /** It was too old when its turn came (rule Q6): it takes its way without having been in the slot. */
  async expired(reading: Reading, delivery: Delivery, event: FlowEvent): Promise<AttemptResult> {
    const effects = noEffects();
    this.leaving.set(delivery.envelope.id, effects);
    const atMs = delivery.expiresMs;
    this.context.dispatcher.run(channelBehaviour(reading.channel).exhausted(event, "expired", atMs), reading.channel, atMs, true, effects, event);
    return { type: "done", outcome: this.context.outlet.outcomeOf(event.source, await this.context.outlet.settle(effects, true)) };
  }

  private abandoned(attempt: Attempt): AttemptResult {
    this.context.recorder.place(this.place.index).errors++;
    this.served(attempt, "crashed", this.endOf(attempt), "the replica crashed");
    return { type: "abandoned" };
  }

  private served(attempt: Attempt, outcome: SpanSample["outcome"], endMs: number, reason: string | undefined): void {
    const { recorder, sampling } = this.context;
    const { event, startMs, reading } = attempt;
    const serviceMs = endMs - startMs;
    recorder.place(this.place.index).service.record(serviceMs);
    recorder.place(reading.channel.index).service.record(serviceMs);
    if (!isSampled(sampling, event)) return;
    recorder.sample(spanOf(this.place, attempt, outcome, endMs, reason));
  }
}

/** Whether a plan takes design time: what ends at an intended time began at one (rule C1). */
function hasTimes(plan: Plan): boolean {
  return plan.some((step) => step.do === "call" || step.do === "store" || (step.do === "hold" && step.ms > 0));
}
