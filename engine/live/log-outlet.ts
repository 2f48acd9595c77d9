import type { Put } from "../core/dispatch.ts";
import { envelopeOf } from "../core/event.ts";
import { Partitioner } from "../core/log/partitioner.ts";
import { recordSize } from "../core/log/record-size.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";
import type { RedisClient } from "../redis/connection.ts";
import { logKeys } from "../redis/log-keys.ts";
import { LogWriter } from "../redis/log-writer.ts";

interface Topic {
  readonly writer: LogWriter;
  readonly keepsSizes: boolean;
  readonly partitioners: Map<string, Partitioner>;
}

/** Appends events to topics for one process. */
export class LogOutlet {
  private readonly topics = new Map<Place, Topic>();

  constructor(
    private readonly wiring: Wiring,
    private readonly runId: string,
    private readonly originMs: number,
    private readonly commands: RedisClient,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Appends an event; `done` is called when Redis has it. */
  append(put: Put, done: () => void): void {
    const { event, edge } = put;
    const topic = this.topic(put.channel);
    let partitioner = topic.partitioners.get(edge.id);
    if (!partitioner) topic.partitioners.set(edge.id, (partitioner = new Partitioner(topicOf(put.channel), this.wiring.seed, edge.id)));
    const envelope = envelopeOf(event, this.wiring.sources[event.source]?.id ?? "", this.originMs);
    topic.writer.append({
      id: envelope.id,
      partition: partitioner.partitionOf(event),
      source: event.source,
      bytes: topic.keepsSizes ? recordSize(event) : 0,
      text: JSON.stringify(envelope),
      done,
    });
  }

  private topic(place: Place): Topic {
    let topic = this.topics.get(place);
    if (!topic) {
      const writer = new LogWriter(this.commands, logKeys(this.runId, `node:${place.id}`), this.onError);
      topic = { writer, keepsSizes: topicOf(place).retentionBytes !== undefined, partitioners: new Map() };
      this.topics.set(place, topic);
    }
    return topic;
  }
}
