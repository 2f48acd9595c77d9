import type { DeathReason } from "../core/deaths.ts";
import { addOf, endAt, noEffects } from "../core/effects.ts";
import type { Dispatcher, Effects, Put } from "../core/dispatch.ts";
import { envelopeOf, eventOf, micro, type EnvelopeOrigin, type FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { EarlyChild } from "../core/ledger.ts";
import { auditedOutcomeOf, outcomeOf, type TellOutcome } from "../core/outcome.ts";
import type { RunClock } from "../core/run-clock.ts";
import { channelBehaviour, type Place, type Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RedisClient } from "../redis/connection.ts";
import type { Claim } from "../redis/leaving.ts";
import { WriteGate } from "../redis/write-gate.ts";
import { Publisher } from "../redis/publisher.ts";
import { QueueWriter, type Addition, type Records } from "../redis/queue-writer.ts";
import { LogOutlet } from "./log-outlet.ts";
import type { Offer, Refused } from "./offer.ts";
import type { TopicBrokers } from "./topic-brokers.ts";

/** How often a full channel is asked again for an emitter that it holds back, ms on the wall clock. */
const ASK_AGAIN_MS = 5;

/** Puts events into channels for one process, and settles what full channels refuse (rules Q7, P5). */
export class Outlet {
  private readonly writers = new Map<Place, QueueWriter>();
  /** Emitters wait for a bounded channel in the order in which they came. */
  private readonly offers = new Map<Place, Offer[]>();
  /** What is known of events that not every channel has taken yet. */
  private readonly unfinished = new Set<Effects>();
  private readonly publisher: Publisher;
  private readonly gate: WriteGate;
  /** The last publish to each set of queues that has not gone out yet. */
  private readonly publishing = new Map<string, Promise<void>>();
  private readonly logs: LogOutlet;
  private readonly lettingGo = new Set<Effects>();
  private closed = false;
  /** How everyone in the process tells what became of an event. */
  readonly outcomeOf: TellOutcome;

  constructor(
    private readonly wiring: Wiring,
    private readonly runId: string,
    private readonly origin: EnvelopeOrigin,
    private readonly clock: RunClock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    brokers: TopicBrokers,
    private readonly commands: RedisClient,
    private readonly onError: (error: Error) => void,
    readonly records: Records,
  ) {
    this.outcomeOf = records.isAudited ? auditedOutcomeOf : outcomeOf;
    this.gate = new WriteGate(commands, onError);
    this.publisher = new Publisher(runId, commands, this.gate);
    this.logs = new LogOutlet(wiring, runId, origin, recorder, dispatcher, brokers, commands, onError, records);
  }

  /**
   * Puts every event of `effects` into its channel and resolves with what really became of them. `refused` decides what
   * a full channel means (rule P5); without it, an emitter waits for a blocking channel and drops what a rejecting one refuses.
   */
  async settle(effects: Effects, failed: boolean, refused?: Refused): Promise<Effects> {
    const [only] = effects.puts;
    if (only && effects.puts.length === 1 && !this.isChoosy(only)) {
      await this.add(only, failed);
      return effects;
    }
    if (effects.puts.length === 0) return effects;
    const final: Effects = { puts: [], ends: effects.ends };
    this.unfinished.add(final);
    const publishes = new Set(effects.puts.map((put) => put.publish));
    await Promise.all(
      [...publishes].map(async (publish) => {
        const puts = effects.puts.filter((put) => put.publish === publish);
        if (publish && puts.length > 1) await this.offerTogether(puts, failed, refused, final);
        else await Promise.all(puts.map((put) => this.offer(put, failed, refused, final)));
      }),
    );
    this.unfinished.delete(final);
    return final;
  }

  /**
   * Counts those of `puts` that their queues have had before (rule M1): for what is put by an emitter whose earlier attempt was cut short.
   * Redis is asked before it gets them, in the order of the connection, so that nobody waits. A topic finds out by itself.
   */
  countKnown(puts: readonly Put[]): void {
    for (const { channel, edge, event } of puts) {
      if (channel.behaviour.role === "log") continue;
      const known = this.writer(channel).knows(identityText(event.high, event.low));
      known.then((isKnown) => isKnown && this.recorder.cameAgain(edge.index, channel.index)).catch(this.onError);
    }
  }

  /** Whether Redis is there and takes writes; commands wait for one that does not. */
  get isUp(): boolean {
    return this.commands.status === "ready" && this.gate.isOpen;
  }

  /** Whether all of these go into topics whose brokers are all there, or nowhere: nothing can keep them waiting. */
  takesAtOnce({ puts }: Effects): boolean {
    return puts.every((put) => put.channel.behaviour.role === "log" && this.logs.isOpen(put));
  }

  /** Appends what {@link takesAtOnce} to its topics; `done` is called when Redis has all of it. */
  append({ puts }: Effects, failed: boolean, done: () => void): void {
    if (puts.length === 0) return done();
    let open = puts.length;
    for (const put of puts) {
      this.logs.append(put, failed, () => {
        if (--open === 0) done();
      });
    }
  }

  /** Children that are in their channels although another channel still holds their parent back. */
  early(): EarlyChild[] {
    return [...this.unfinished].flatMap(({ puts }) => puts.map(({ channel, event }) => ({ id: identityText(event.high, event.low), source: event.source, place: channel.index })));
  }

  /** Opens every channel, so that the first events do not wait for it. */
  async ready(): Promise<void> {
    await Promise.all(this.wiring.keepers.flatMap((place) => (place.behaviour.role === "log" ? [] : this.writer(place).ready())));
  }

  /** Tells whether a full channel, or a topic without its brokers, keeps any of these waiting. */
  holdsBack(effects: Effects): boolean {
    return effects.puts.some((put) => this.logs.holdsBack(put) || this.offers.get(put.channel)?.some((offer) => offer.put === put && offer.asked));
  }

  close(): void {
    this.closed = true;
  }

  private isBounded(channel: Place): boolean {
    return queues(channel) && channelBehaviour(channel).settings.maxLength !== undefined;
  }

  /** It may not take what is put into it. */
  private isChoosy(put: Put): boolean {
    const { channel } = put;
    if (channel.behaviour.role === "log") return !this.logs.isOpen(put);
    return queues(channel) && (this.isBounded(channel) || channelBehaviour(channel).settings.deduplicate !== undefined);
  }

  private async offer(put: Put, failed: boolean, refused: Refused | undefined, final: Effects, admitted?: Offer["admitted"], turnedAway?: Offer["turnedAway"]): Promise<void> {
    if (put.channel.behaviour.role === "log") return this.logs.offer(put, failed, refused, final);
    if (!this.isBounded(put.channel)) return admitted ? admitted("accept") : this.take(put, failed, final);
    await new Promise<void>((resolve, reject) => {
      const waiting = this.offers.get(put.channel) ?? [];
      waiting.push({ put, failed, refused, final, asked: false, admitted, turnedAway, resolve, reject });
      this.offers.set(put.channel, waiting);
      if (waiting.length === 1) void this.serve(put.channel, waiting);
    });
  }

  /**
   * The copies of one publish go out in one transaction (rule X3), once every full queue that blocks has room. One that rejects or
   * dead-letters what it has no room for refuses its own copy only. Publishes to the same queues keep their order.
   */
  private async offerTogether(puts: readonly Put[], failed: boolean, refused: Refused | undefined, final: Effects): Promise<void> {
    const alone: Promise<void>[] = [];
    const targets = puts.map((put) => put.channel.index).join();
    const before = this.publishing.get(targets);
    const published = (async () => {
      await before?.catch(() => {});
      const gates: Put[] = [];
      const together: Put[] = [];
      for (const put of puts) {
        if (put.channel.behaviour.role === "log") alone.push(this.offer(put, failed, refused, final));
        else if (!this.isBounded(put.channel)) together.push(put);
        else if (channelBehaviour(put.channel).settings.overflow === "reject-publish-dlx" && (await this.isFull(put.channel))) alone.push(this.offer(put, failed, refused, final));
        else gates.push(put);
      }
      // Queues are waited for in one order everywhere, so that no two publishes wait for each other.
      gates.sort((a, b) => a.channel.index - b.channel.index);
      const enter = async (next: number): Promise<void> => {
        const gate = gates[next];
        if (gate === undefined) return this.takeTogether(together, failed, final);
        let entered = false;
        const admitted = async (admission: "accept" | "drop-head"): Promise<void> => {
          entered = true;
          together.push(gate);
          await enter(next + 1);
          if (admission === "drop-head") await this.dropOldest(gate.channel);
        };
        await this.offer(gate, failed, refused, final, admitted, (waits) => alone.push(waits));
        if (!entered) await enter(next + 1);
      };
      await enter(0);
    })();
    this.publishing.set(targets, published);
    await published;
    if (this.publishing.get(targets) === published) this.publishing.delete(targets);
    await Promise.all(alone);
  }

  private async isFull(channel: Place): Promise<boolean> {
    return channelBehaviour(channel).admit(await this.writer(channel).ready()) !== "accept";
  }

  private async takeTogether(puts: readonly Put[], failed: boolean, final: Effects): Promise<void> {
    if (puts.length === 0) return;
    const copies = puts.map((put) => ({ channelKey: channelKey(put.channel), ...this.additionOf(put) }));
    const taken = await this.publisher.publish(copies);
    for (const [index, put] of puts.entries()) this.told(put, taken[index] === true, failed, final);
  }

  /** Lets emitters into a bounded channel one after the other. */
  private async serve(channel: Place, waiting: Offer[]): Promise<void> {
    for (let first = waiting[0]; first && !this.closed; first = waiting[0]) {
      try {
        const admission = (await this.isDuplicate(first.put)) ? "accept" : channelBehaviour(channel).admit(await this.writer(channel).ready());
        if (admission === "block" || admission === "reject") {
          this.askAll(waiting, admission);
          if (waiting[0] === first) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
          continue;
        }
        await this.admit(first, admission);
        waiting.shift();
        first.resolve();
      } catch (error) {
        waiting.shift();
        first.reject(error);
      }
    }
    // When the process ends, those that wait are never let in: their own event stays where it was, and is delivered again.
  }

  /** The channel is full: asks everyone who wants to get in whether it may wait, and drops what may not. */
  private askAll(waiting: Offer[], admission: "block" | "reject"): void {
    if (admission === "reject") for (const [index, offer] of waiting.entries()) waiting[index] = this.onItsOwn(offer);
    const leaving = waiting.filter((offer) => {
      if (!offer.asked) this.recorder.place(offer.put.channel.index).refused++;
      offer.asked = true;
      return !(offer.refused ? offer.refused(admission === "block") : admission === "block");
    });
    for (const offer of leaving) {
      waiting.splice(waiting.indexOf(offer), 1);
      offer.final.ends.push(endAt(offer.put, "dropped", "rejected"));
      offer.resolve();
    }
  }

  /** The same copy without those that it was to go out with, which do so now. */
  private onItsOwn(offer: Offer): Offer {
    const { turnedAway } = offer;
    if (!turnedAway) return offer;
    let own = offer;
    turnedAway(new Promise<void>((resolve, reject) => (own = { ...offer, admitted: undefined, turnedAway: undefined, resolve, reject })));
    offer.resolve();
    return own;
  }

  private async admit({ put, failed, final, admitted }: Offer, admission: "accept" | "drop-head" | "dead-letter"): Promise<void> {
    if (admission === "dead-letter") {
      const settled = await this.settle(this.leaving(put.channel, put.event, "maxlen", this.clock.now()), true);
      addOf(put, settled, final);
      return;
    }
    if (admitted) return admitted(admission);
    await this.take(put, failed, final);
    if (admission === "drop-head") await this.dropOldest(put.channel);
  }

  /** Whether a bounded channel would leave the event out, full or not (rule Q9). */
  private async isDuplicate({ channel, event }: Put): Promise<boolean> {
    const id = channelBehaviour(channel).deduplicationOf(event);
    return id !== undefined && this.writer(channel).isDuplicate(id, identityText(event.high, event.low));
  }

  /** Events beyond the most that a channel keeps go, the oldest first. */
  private async dropOldest(channel: Place): Promise<void> {
    const { order, maxLength } = channelBehaviour(channel).settings;
    for (;;) {
      const claim = await this.writer(channel).leaving.claimOldest(order, maxLength ?? Number.MAX_SAFE_INTEGER);
      if (!claim) return;
      await this.letGo(channel, claim, this.clock.now());
    }
  }

  /** Sends what was taken out of a channel where it goes: to the dead-letter port where one is drawn, else it is dropped. */
  async letGo(channel: Place, claim: Claim, atMs: number): Promise<void> {
    const { envelope, reason } = claim;
    const event = eventOf(envelope, this.wiring.sources.findIndex((source) => source.id === envelope.source));
    const effects = this.leaving(channel, event, reason, atMs);
    this.lettingGo.add(effects);
    try {
      const settled = await this.settle(effects, true);
      await this.writer(channel).leaving.finish(claim, this.outcomeOf(event.source, settled));
    } finally {
      this.lettingGo.delete(effects);
    }
  }

  /** Events on their way out of channels without a worker; those that a full channel holds back are not. */
  get inTransit(): number {
    let count = 0;
    for (const effects of this.lettingGo) if (!this.holdsBack(effects)) count++;
    return count;
  }

  /** What has expired in a channel by that time, and when the next event will. */
  claimExpired(channel: Place, nowMs: number): Promise<{ claims: Claim[]; nextMs: number }> {
    return this.writer(channel).leaving.claimExpired(channelBehaviour(channel).settings.order, nowMs);
  }

  /** What becomes of an event that a channel will not keep. */
  private leaving(channel: Place, event: FlowEvent, reason: DeathReason, atMs: number): Effects {
    const effects = noEffects();
    this.dispatcher.run(channelBehaviour(channel).exhausted(event, reason, atMs), channel, atMs, true, effects, event);
    return effects;
  }

  private async take(put: Put, failed: boolean, final: Effects): Promise<void> {
    this.told(put, await this.writer(put.channel).add(this.additionOf(put)), failed, final);
  }

  /** A channel that keeps everything takes an event. */
  private async add(put: Put, failed: boolean): Promise<void> {
    if (put.channel.behaviour.role === "log") return new Promise((resolve) => this.logs.append(put, failed, resolve));
    await this.writer(put.channel).add(this.additionOf(put));
    this.entered(put, failed);
  }

  private told(put: Put, taken: boolean, failed: boolean, final: Effects): void {
    if (taken) {
      this.entered(put, failed);
      final.puts.push(put);
      return;
    }
    final.ends.push(endAt(put, "deduplicated"));
    this.dispatcher.seen(put.channel, put.event, "deduplicated", undefined, put.parent);
  }

  private entered(put: Put, failed: boolean): void {
    const { channel, event } = put;
    if (!queues(channel)) this.dispatcher.seen(channel, event, "deadLettered");
    this.recorder.place(channel.index).in++;
    this.dispatcher.entered(put, failed);
  }

  private additionOf({ channel, event, edge }: Put): Addition {
    const envelope = envelopeOf(event, this.wiring.sources[event.source]?.id ?? "", this.origin, this.dispatcher.isSampled(event));
    const port = edge.toPort;
    if (!queues(channel)) return { envelope, port, settings: undefined, priority: 0 };
    const behaviour = channelBehaviour(channel);
    const { settings } = behaviour;
    const { speed } = this.clock.current;
    const id = behaviour.deduplicationOf(event);
    const addition = {
      envelope,
      port,
      settings,
      priority: behaviour.priorityOf(event),
      deduplication: id === undefined || !settings.deduplicate ? undefined : { id, windowMs: settings.deduplicate.windowMs / speed },
    };
    const waitMs = behaviour.laterMs ? settings.delayMs + behaviour.laterMs(event) : settings.delayMs;
    if (waitMs === 0 && settings.ttlMs === undefined) return addition;
    const dueMs = event.emittedMs + waitMs;
    const delayMs = waitMs === 0 ? 0 : Math.max(0, Math.round((dueMs - this.clock.now()) / speed));
    if (delayMs > 0) this.clock.at(dueMs + speed, () => void this.writer(channel).wake().catch(this.onError));
    return {
      ...addition,
      envelope: { ...envelope, availablems: micro(dueMs), ...(settings.ttlMs === undefined ? undefined : { expiresms: micro(dueMs + settings.ttlMs) }) },
      delayMs,
    };
  }

  private writer(channel: Place): QueueWriter {
    let writer = this.writers.get(channel);
    if (!writer) {
      writer = new QueueWriter(this.runId, channelKey(channel), this.commands, this.gate, this.records);
      this.writers.set(channel, writer);
    }
    return writer;
  }
}

/** Whether a place is a queue, a stage's included, rather than a store. */
function queues({ behaviour }: Place): boolean {
  return behaviour.role === "channel" || behaviour.role === "stage";
}

/** Key of a place that keeps events, for Redis. */
export function channelKey(place: Place): string {
  return place.storedAs;
}
