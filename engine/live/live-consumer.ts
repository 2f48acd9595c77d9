import { eventOf, type FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { LogRecord } from "../core/log/group-reader.ts";
import { SlotPool, type Slot } from "../core/slots.ts";
import { channelBehaviour, consumerBehaviour, type Place, type Reading } from "../core/wiring.ts";
import { QueueReader, type AttemptResult, type Delivery } from "../redis/queue-reader.ts";
import { rememberedMs } from "../redis/remembered.ts";
import { Attempts } from "./attempts.ts";
import type { ConsumerContext, Handed } from "./consumer-context.ts";
import type { LiveLane } from "./live-lane.ts";
import { LiveTopics } from "./live-topics.ts";
import { channelKey } from "./outlet.ts";

/** As much earlier than meant as rounding makes an event available, ms on the wall clock. */
const EARLY_MS = 2;

/** One consumer in one process: its slots, and who hands it events. Its channels are read by BullMQ workers, one each. */
export class LiveConsumer {
  readonly pool: SlotPool;
  private readonly readers = new Map<Reading, QueueReader>();
  private readonly waiting: (() => void)[] = [];
  /** What an autoscaler or an alert has set for this process. */
  private replicas: number | undefined;
  private isDraining = false;
  private readonly attempts: Attempts;
  /** Where it reads topics. */
  readonly topics: LiveTopics | undefined;

  constructor(
    readonly place: Place,
    private readonly context: ConsumerContext,
  ) {
    for (const reading of context.wiring.readings) if (reading.consumer === place) this.readers.set(reading, this.reader(reading));
    this.pool = new SlotPool(context.clock, () => this.capacityChanged());
    this.attempts = new Attempts(place, context, this.pool, (reading) => void this.readers.get(reading)?.wake().catch(context.onError));
    const logs = context.wiring.logReadings.filter((reading) => reading.consumer === place);
    this.topics = logs.length === 0 ? undefined : new LiveTopics(place, logs, this.pool, context, (lane, record, slot) => void this.serveRecord(lane, record, slot).catch(context.onError));
    this.replicas = context.replicas.get(place.index) ?? undefined;
    this.resize();
  }

  /** Sets the number of replicas in this process, whatever the settings say (rules O1, O6); undefined for what they say. */
  scale(replicas: number | undefined): void {
    if (replicas === this.replicas) return;
    this.replicas = replicas;
    this.resize();
  }

  /** Does what it holds, what waits for its slots included, and takes nothing more: its replicas leave. */
  async drain(): Promise<void> {
    this.isDraining = true;
    await Promise.all([...this.readers.values()].map((reader) => reader.drain()));
    this.scale(0);
  }

  /** Makes the slots that the settings, or an autoscaler, ask for. */
  resize(): void {
    const { replicas, concurrency, coldStartMs } = consumerBehaviour(this.place);
    this.pool.resize(this.replicas ?? replicas, concurrency, coldStartMs);
  }

  /** Resolves when its channels are connected. */
  async ready(): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.ready()));
  }

  /** Events on their way from a slot to where they go; those that a full channel holds back are not. */
  get inTransit(): number {
    return this.attempts.inTransit + (this.topics?.uncommitted ?? 0);
  }

  async close(): Promise<void> {
    this.topics?.close();
    await Promise.all([...this.readers.values()].map((reader) => reader.close()));
  }

  private reader(reading: Reading): QueueReader {
    const { context } = this;
    const recorded = context.recorder.place(reading.channel.index);
    return new QueueReader({
      runId: context.runId,
      channelKey: channelKey(reading.channel),
      commands: context.commands,
      settings: channelBehaviour(reading.channel).settings,
      rememberMs: rememberedMs(context.wiring),
      attempt: (delivery) => this.attempt(reading, delivery),
      stalledOut: (delivery) => this.attempts.stalledOut(reading, delivery, this.eventOf(delivery)),
      onStalled: () => recorded.stalls++,
      onMoved: (event) => this.attempts.moved(event),
      onError: context.onError,
    });
  }

  private capacityChanged(): void {
    // Several channels share the slots: each reader may hold as many, and events wait here for a slot.
    if (!this.isDraining) for (const reader of this.readers.values()) reader.setSlots(this.pool.capacity());
    this.topics?.reader.capacityChanged();
    this.wakeWaiting();
  }

  private wakeWaiting(): void {
    if (this.waiting.length > 0 && this.pool.hasFree()) this.waiting.shift()?.();
    this.topics?.reader.pump();
  }

  /** A delay or backoff that was set just as the clock was changed ends too early on the wall clock: the rest is waited for here (rules V1, V2). */
  private untilAvailable({ availableMs }: Delivery): Promise<void> | undefined {
    const { clock } = this.context;
    if (availableMs - clock.now() <= EARLY_MS * clock.current.speed) return undefined;
    return new Promise<void>((resolve) => clock.at(availableMs, resolve));
  }

  /** A slot, where one is free. */
  private freeSlot(reading: Reading, { availableMs, stalls }: Delivery): Slot | undefined {
    // A rate limit keeps events back after they are available, and so do a lost lock and a broken network: the hold then begins now (rule C1).
    const keptBack = stalls > 0 || this.context.network.isImpaired || channelBehaviour(reading.channel).settings.rateLimit !== undefined;
    return this.pool.take(keptBack ? this.context.clock.now() : availableMs);
  }

  private async nextSlot(reading: Reading, delivery: Delivery): Promise<Slot> {
    for (;;) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      const slot = this.freeSlot(reading, delivery);
      if (slot) return slot;
    }
  }

  /** Nothing is awaited that is there already: at thousands of events a second each wait costs. */
  private async attempt(reading: Reading, delivery: Delivery): Promise<AttemptResult> {
    const event = this.eventOf(delivery);
    const early = this.untilAvailable(delivery);
    if (early) await early;
    const slot = this.freeSlot(reading, delivery) ?? (await this.nextSlot(reading, delivery));
    if (this.context.clock.now() >= delivery.expiresMs && !(await this.attempts.finished(event, delivery))) {
      this.free(slot, false);
      return this.attempts.expired(reading, delivery, event);
    }
    const attempt = this.attempts.begin(reading, delivery, event, slot);
    const result = await this.attempts.follow(attempt);
    if (result.type !== "abandoned") this.free(slot, result.type !== "done", this.attempts.endOf(attempt));
    return result;
  }

  /** Serves an event of a topic; its partition waits meanwhile (rule T2). */
  private async serveRecord(lane: LiveLane, record: LogRecord, slot: Slot): Promise<void> {
    const { reader } = this.topics as LiveTopics;
    const { lane: own } = lane;
    const { consumer, log, edge } = own.reading;
    const { event } = record;
    const mine = lane.begin(record);
    if (mine !== true && !(await mine)) return this.free(slot, false);
    const id = identityText(event.high, event.low);
    const availableMs = own.attempts > 0 ? own.readyMs : event.emittedMs;
    const delivery: Handed = { envelope: { id }, port: edge.toPort, delivery: own.deliveries, failedAttempts: own.attempts, stalls: 0, repeated: own.isRepeated, availableMs, expiresMs: Number.POSITIVE_INFINITY };
    const attempt = this.attempts.begin({ consumer, channel: log, edge }, delivery, event, slot, lane);
    const result = await this.attempts.follow(attempt);
    this.attempts.moved(id);
    if (result.type === "abandoned") return;
    const endMs = this.attempts.endOf(attempt);
    if (result.type === "retry") reader.failed(own, result.dueMs - this.context.clock.now());
    else {
      const begun = lane.end();
      if (!attempt.isLeaving) lane.finish(begun, result.outcome);
      reader.completed(own, endMs);
    }
    this.free(slot, result.type !== "done", endMs);
  }

  private free(slot: Slot, failed: boolean, endMs?: number): void {
    this.pool.release(slot, endMs);
    slot.failed = failed;
    this.wakeWaiting();
  }

  private eventOf(delivery: Delivery): FlowEvent {
    const { wiring } = this.context;
    return eventOf(
      delivery.envelope,
      wiring.sources.findIndex((source) => source.id === delivery.envelope.source),
    );
  }
}
