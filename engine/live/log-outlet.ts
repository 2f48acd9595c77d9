import type { Dispatcher, Effects, Put } from "../core/dispatch.ts";
import { endAt } from "../core/effects.ts";
import { envelopeOf, type EnvelopeOrigin } from "../core/event.ts";
import { Partitioner } from "../core/log/partitioner.ts";
import { recordSize } from "../core/log/record-size.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RedisClient } from "../redis/connection.ts";
import { logKeys } from "../redis/log-keys.ts";
import { LogWriter } from "../redis/log-writer.ts";
import type { Records } from "../redis/queue-writer.ts";
import { SpreadWriter } from "../redis/spread-writer.ts";
import type { TopicBrokers } from "./topic-brokers.ts";

interface Topic {
  readonly writer: LogWriter | SpreadWriter;
  readonly keepsSizes: boolean;
  readonly partitioners: Map<string, Partitioner>;
}

/** Puts events into topics for one process, as far as their brokers take them (rule T7). */
export class LogOutlet {
  private readonly topics = new Map<Place, Topic>();
  /** What the brokers keep waiting. */
  private readonly waiting = new Set<Put>();

  constructor(
    private readonly wiring: Wiring,
    private readonly runId: string,
    private readonly origin: EnvelopeOrigin,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    private readonly brokers: TopicBrokers,
    private readonly commands: RedisClient,
    private readonly onError: (error: Error) => void,
    private readonly records: Records,
  ) {}

  /** Whether a topic takes every event at once when this one is meant to be appended. */
  isOpen({ channel, event }: Put): boolean {
    this.brokers.upTo(channel, event.emittedMs);
    return this.brokers.gate(channel).isOpen;
  }

  /** Whether its topic's brokers keep this waiting. */
  holdsBack(put: Put): boolean {
    return this.waiting.has(put);
  }

  /** Appends an event to a topic that is open; `done` is called when Redis has it. */
  append(put: Put, failed: boolean, done: () => void): void {
    this.appendTo(this.partitionOf(put), put, failed, done);
  }

  /**
   * Offers an event to a topic, and resolves when Redis has it or it has ended. `refused` is asked whether an event that the brokers do not take
   * may wait until they do (rule P5); without it, it does.
   */
  async offer(put: Put, failed: boolean, refused: ((blocks: boolean) => boolean) | undefined, final: Effects): Promise<void> {
    const { channel } = put;
    const partition = this.partitionOf(put);
    this.brokers.upTo(channel, put.event.emittedMs);
    const gate = this.brokers.gate(channel);
    const acceptance = gate.accepts(partition);
    if (acceptance === "lose") {
      final.ends.push(endAt(put, "dropped", "broker-lost"));
      return;
    }
    if (acceptance === "refuse") {
      this.recorder.place(channel.index).refused++;
      if (refused && !refused(true)) {
        final.ends.push(endAt(put, "dropped", "rejected"));
        return;
      }
    }
    await new Promise<void>((resolve) => {
      if (acceptance === "accept") return this.appendTo(partition, put, failed, resolve);
      this.waiting.add(put);
      gate.wait(partition, () => {
        this.waiting.delete(put);
        this.appendTo(partition, put, failed, resolve);
      });
    });
    final.puts.push(put);
  }

  private appendTo(partition: number, put: Put, failed: boolean, done: () => void): void {
    const { channel, edge, event } = put;
    this.recorder.place(channel.index).in++;
    this.dispatcher.entered(put, failed);
    const topic = this.topic(channel);
    const envelope = envelopeOf(event, this.wiring.sources[event.source]?.id ?? "", this.origin, this.dispatcher.isSampled(event));
    const isLate = this.brokers.gate(channel).brokers.isLost(partition, event.emittedMs);
    topic.writer.append({
      id: envelope.id,
      partition,
      isFree: event.key === undefined,
      source: event.source,
      bytes: topic.keepsSizes ? recordSize(event) : 0,
      text: JSON.stringify(isLate ? { ...envelope, late: true } : envelope),
      known: () => this.recorder.cameAgain(edge.index, channel.index),
      done,
    });
  }

  /** The partition of an event: to be asked once for each, because the partitioner goes on with every event (rule T1). */
  private partitionOf({ channel, edge, event }: Put): number {
    const { partitioners } = this.topic(channel);
    let partitioner = partitioners.get(edge.id);
    if (!partitioner) partitioners.set(edge.id, (partitioner = new Partitioner(topicOf(channel), this.wiring.seed, edge.id)));
    return partitioner.partitionOf(event);
  }

  private topic(place: Place): Topic {
    let topic = this.topics.get(place);
    if (!topic) {
      const keys = logKeys(this.runId, `node:${place.id}`, this.commands.isCluster);
      const Writer = keys.isSpread ? SpreadWriter : LogWriter;
      const writer = new Writer(this.commands, keys, this.onError, this.records);
      topic = { writer, keepsSizes: topicOf(place).retentionBytes !== undefined, partitioners: new Map() };
      this.topics.set(place, topic);
    }
    return topic;
  }
}
