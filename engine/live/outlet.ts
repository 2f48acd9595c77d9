import { asOverflow, noEffects } from "../core/effects.ts";
import type { Dispatcher, Effects, Put } from "../core/dispatch.ts";
import { envelopeOf, eventOf } from "../core/event.ts";
import type { EarlyChild } from "../core/ledger.ts";
import { outcomeOf } from "../core/outcome.ts";
import type { RunClock } from "../core/run-clock.ts";
import { channelBehaviour, type Place, type Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RedisClient } from "../redis/connection.ts";
import { QueueWriter } from "../redis/queue-writer.ts";
import type { RunKeys } from "../redis/run-keys.ts";

/** How often a full channel is asked again for an emitter that it holds back, ms on the wall clock. */
const ASK_AGAIN_MS = 5;

/** Asked each time a full channel, which `blocks` or rejects, takes nothing: whether the emitter keeps its event and waits. */
type Refused = (blocks: boolean) => boolean;

/** An event that is to go into a bounded channel. */
interface Offer {
  readonly put: Put;
  readonly failed: boolean;
  /** Asks its source whether it may wait (rule P5). */
  readonly refused: Refused | undefined;
  /** What really became of the event that it descends from. */
  readonly final: Effects;
  /** Whether it was refused before. */
  asked: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Puts events into channels for one process, and settles what full channels refuse (rules Q7, P5). */
export class Outlet {
  private readonly writers = new Map<Place, QueueWriter>();
  /** Emitters wait for a bounded channel in the order in which they came. */
  private readonly offers = new Map<Place, Offer[]>();
  /** What is known of events that not every channel has taken yet. */
  private readonly unfinished = new Set<Effects>();
  private closed = false;

  constructor(
    private readonly wiring: Wiring,
    private readonly runId: string,
    private readonly originMs: number,
    private readonly clock: RunClock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    private readonly runKeys: RunKeys,
    private readonly commands: RedisClient,
    private readonly onError: (error: Error) => void,
  ) {}

  /**
   * Puts every event of `effects` into its channel and resolves with what really became of them. `refused` decides what
   * a full channel means (rule P5); without it, an emitter waits for a blocking channel and drops what a rejecting one refuses.
   */
  async settle(effects: Effects, failed: boolean, refused?: Refused): Promise<Effects> {
    const [only] = effects.puts;
    if (only && effects.puts.length === 1 && !this.isBounded(only.channel)) {
      await this.add(only, failed);
      return effects;
    }
    if (effects.puts.length === 0) return effects;
    const final: Effects = { puts: [], ends: effects.ends };
    this.unfinished.add(final);
    await Promise.all(effects.puts.map((put) => this.offer(put, failed, refused, final)));
    this.unfinished.delete(final);
    return final;
  }

  /** Children that are in their channels although another channel still holds their parent back. */
  early(): EarlyChild[] {
    return [...this.unfinished].flatMap(({ puts }) => puts.map(({ channel, event }) => ({ source: event.source, place: channel.index })));
  }

  /** Opens every channel, so that the first events do not wait for it. */
  async ready(): Promise<void> {
    await Promise.all(this.wiring.keepers.map((place) => this.writer(place).ready()));
  }

  /** Tells whether a full channel keeps any of these waiting. */
  holdsBack(effects: Effects): boolean {
    return effects.puts.some((put) => this.offers.get(put.channel)?.some((offer) => offer.put === put && offer.asked));
  }

  close(): void {
    this.closed = true;
  }

  private isBounded(channel: Place): boolean {
    return queues(channel) && channelBehaviour(channel).settings.maxLength !== undefined;
  }

  private async offer(put: Put, failed: boolean, refused: Refused | undefined, final: Effects): Promise<void> {
    if (!this.isBounded(put.channel)) {
      await this.add(put, failed);
      final.puts.push(put);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting = this.offers.get(put.channel) ?? [];
      waiting.push({ put, failed, refused, final, asked: false, resolve, reject });
      this.offers.set(put.channel, waiting);
      if (waiting.length === 1) void this.serve(put.channel, waiting);
    });
  }

  /** Lets emitters into a bounded channel one after the other. */
  private async serve(channel: Place, waiting: Offer[]): Promise<void> {
    for (let first = waiting[0]; first && !this.closed; first = waiting[0]) {
      try {
        const admission = channelBehaviour(channel).admit(await this.writer(channel).ready());
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
    const leaving = waiting.filter((offer) => {
      if (!offer.asked) this.recorder.place(offer.put.channel.index).refused++;
      offer.asked = true;
      return !(offer.refused ? offer.refused(admission === "block") : admission === "block");
    });
    for (const offer of leaving) {
      waiting.splice(waiting.indexOf(offer), 1);
      offer.final.ends.push({ as: "dropped", reason: "rejected", place: offer.put.channel });
      offer.resolve();
    }
  }

  private async admit({ put, failed, final }: Offer, admission: "accept" | "drop-head" | "dead-letter"): Promise<void> {
    if (admission === "dead-letter") {
      const settled = await this.settle(this.leaving(put.channel, put), true);
      final.puts.push(...settled.puts);
      final.ends.push(...settled.ends);
      return;
    }
    if (admission === "drop-head") await this.dropOldest(put.channel, this.writer(put.channel));
    await this.add(put, failed);
    final.puts.push(put);
  }

  /** The oldest event makes room: to the dead-letter port where one is drawn, else it is dropped as `overflow`. */
  private async dropOldest(channel: Place, writer: QueueWriter): Promise<void> {
    const envelope = await writer.removeOldest(channelBehaviour(channel).settings.order);
    if (!envelope) return;
    const event = eventOf(envelope, this.wiring.sources.findIndex((source) => source.id === envelope.source));
    const settled = await this.settle(this.leaving(channel, { event }), true);
    await this.runKeys.countOutcome(channelKey(channel), outcomeOf(event.source, settled));
  }

  /** What becomes of an event that a full channel will not keep. */
  private leaving(channel: Place, { event }: Pick<Put, "event">): Effects {
    const effects = noEffects();
    this.dispatcher.run(channelBehaviour(channel).exhausted(event), channel, this.clock.now(), true, effects, event);
    return asOverflow(effects);
  }

  private async add(put: Put, failed: boolean): Promise<void> {
    const { channel, event } = put;
    const envelope = envelopeOf(event, this.wiring.sources[event.source]?.id ?? "", this.originMs);
    if (queues(channel)) {
      const behaviour = channelBehaviour(channel);
      await this.writer(channel).add(envelope, behaviour.settings, behaviour.priorityOf(event), put.edge.toPort);
    } else {
      await this.writer(channel).add(envelope, undefined, 0, put.edge.toPort);
      this.dispatcher.seen(channel, event, "deadLettered");
    }
    this.recorder.place(channel.index).in++;
    this.dispatcher.crossed(put.edge, event, failed);
  }

  private writer(channel: Place): QueueWriter {
    let writer = this.writers.get(channel);
    if (!writer) {
      writer = new QueueWriter(this.runId, channelKey(channel), this.commands, this.onError);
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
  return place.channel ? place.channel.key : `node:${place.id}`;
}
