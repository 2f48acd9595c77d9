import type { Json } from "../document/schema.ts";
import type { KindType } from "../kinds/registry.ts";
import type { AsyncApiReader, ReadChannel } from "./asyncapi-model.ts";
import { listIn, numberIn, recordIn, shown, textIn, valueIn } from "./values.ts";

type Settings = Record<string, Json | undefined>;

/** A year: the longest time that a setting takes, ms. */
const LONGEST_MS = 365 * 86_400_000;

/** Protocols whose channels everyone reads who listens, and that keep nothing for who does not. */
const LISTENED: readonly string[] = ["mqtt", "mqtt5", "nats", "redis", "mercure", "ros2", "ws"];
/** Protocols whose channels are logs or topics with subscriptions. */
const LOGGED: readonly string[] = ["kafka", "sns", "googlepubsub", "pulsar"];
/** Protocols whose bindings say what a destination is. */
const BY_DESTINATION: readonly string[] = ["solace", "jms", "ibmmq", "anypointmq"];

/** What a channel is drawn as, and its settings as far as its binding says them. What a binding says beside is noted. */
export function kindAndSettings(reader: AsyncApiReader, channel: ReadChannel): { readonly kind: KindType; readonly settings: Settings } {
  const { protocol, binding, place } = channel;
  const at = `${place}/bindings/${protocol}`;
  switch (protocol) {
    case "kafka":
      return { kind: "topic", settings: kafkaSettings(reader, binding, at) };
    case "sqs":
      return { kind: "queue", settings: sqsSettings(reader, binding, at) };
    case "googlepubsub":
      return { kind: "topic", settings: pubsubSettings(reader, binding, at) };
    case "amqp":
      reader.unread(binding, at, ["is", "exchange", "queue", "bindingVersion"]);
      noteShortLived(reader, binding, at);
      return textIn(binding, "is") === "queue" || recordIn(valueIn(binding, "exchange")) === undefined ? { kind: "queue", settings: {} } : { kind: "exchange", settings: { type: exchangeType(binding) } };
    case "sns":
      reader.unread(binding, at, ["name", "ordering", "bindingVersion"]);
      return { kind: "topic", settings: {} };
    default:
      return otherProtocol(reader, channel, at);
  }
}

function otherProtocol(reader: AsyncApiReader, { protocol, binding, place }: ReadChannel, at: string): { kind: KindType; settings: Settings } {
  reader.unread(binding, at, ["destinationType", "destination", "bindingVersion"]);
  if (protocol === undefined) {
    reader.note(place, "Neither a binding nor a server says what kind of channel it is.", "Drawn as a queue: each event goes to one consumer.");
    return { kind: "queue", settings: {} };
  }
  if (LOGGED.includes(protocol)) return { kind: "topic", settings: {} };
  const isTopic = BY_DESTINATION.includes(protocol) ? /topic|exchange/i.test(textIn(binding, "destinationType") ?? (protocol === "jms" ? "queue" : "topic")) : LISTENED.includes(protocol);
  if (!isTopic) return { kind: "queue", settings: {} };
  reader.note(place, `Who does not listen to ${protocol} misses what is sent meanwhile.`, "Drawn as a topic with one partition, which everyone reads and which keeps events.");
  return { kind: "topic", settings: { partitions: 1 } };
}

/** A queue or exchange that goes when its node or its users go. */
function noteShortLived(reader: AsyncApiReader, binding: Json | undefined, at: string): void {
  for (const part of ["queue", "exchange"]) {
    const said = [...(valueIn(valueIn(binding, part), "durable") === false ? ["not durable"] : []), ...["exclusive", "autoDelete"].filter((property) => valueIn(valueIn(binding, part), property) === true)];
    if (said.length > 0) reader.note(`${at}/${part}`, `It is ${said.join(" and ")}: it does not outlive its node or its users.`, "Drawn as one that stays.");
  }
}

function exchangeType(binding: Json | undefined): "direct" | "fanout" | "topic" | "headers" {
  const type = textIn(valueIn(binding, "exchange"), "type");
  return type === "direct" || type === "fanout" || type === "headers" ? type : "topic";
}

function kafkaSettings(reader: AsyncApiReader, binding: Json | undefined, at: string): Settings {
  reader.unread(binding, at, ["topic", "partitions", "replicas", "topicConfiguration", "bindingVersion"]);
  const configuration = valueIn(binding, "topicConfiguration");
  reader.unread(configuration, `${at}/topicConfiguration`, ["retention.ms", "retention.bytes", "min.insync.replicas", "cleanup.policy"]);
  if (listIn(valueIn(configuration, "cleanup.policy")).includes("compact")) reader.note(`${at}/topicConfiguration/cleanup.policy`, "It is compacted: the last event of each key is kept.", "Drawn with a retention by time and size alone.");
  const retention = numberIn(configuration, "retention.ms");
  const bytes = numberIn(configuration, "retention.bytes");
  const replicas = within(reader, binding, "replicas", at, 1, 9);
  const inSync = within(reader, configuration, "min.insync.replicas", `${at}/topicConfiguration`, 1, 9);
  if (retention === -1) reader.note(`${at}/topicConfiguration/retention.ms`, "It is kept without end.", "Drawn with a retention of a year, the longest there is.");
  return {
    partitions: within(reader, binding, "partitions", at, 1, 1000),
    replicationFactor: replicas,
    retentionMs: retention === -1 ? LONGEST_MS : within(reader, configuration, "retention.ms", `${at}/topicConfiguration`, 1, LONGEST_MS),
    retentionBytes: bytes === undefined || bytes < 1 ? undefined : Math.min(bytes, 1e15),
    // No more than there are: the design's own default is 2.
    minInsyncReplicas: inSync ?? (replicas !== undefined && replicas < 2 ? replicas : undefined),
  };
}

function sqsSettings(reader: AsyncApiReader, binding: Json | undefined, at: string): Settings {
  reader.unread(binding, at, ["queue", "deadLetterQueue", "bindingVersion"]);
  const queue = valueIn(binding, "queue");
  reader.unread(queue, `${at}/queue`, ["name", "fifoQueue", "visibilityTimeout", "deliveryDelay", "messageRetentionPeriod", "redrivePolicy"]);
  if (valueIn(queue, "fifoQueue") === true) reader.note(`${at}/queue/fifoQueue`, "It keeps the order within a message group.", "Drawn as a queue; draw a topic where the order within a key matters.");
  const ms = (property: string, least: number, most: number): number | undefined => {
    const seconds = within(reader, queue, property, `${at}/queue`, least, most);
    return seconds === undefined ? undefined : seconds * 1000;
  };
  return {
    lockMs: ms("visibilityTimeout", 0.1, 43_200),
    delayMs: ms("deliveryDelay", 0, 900),
    ttlMs: ms("messageRetentionPeriod", 60, 1_209_600),
    attempts: within(reader, valueIn(queue, "redrivePolicy"), "maxReceiveCount", `${at}/queue/redrivePolicy`, 1, 1000),
  };
}

function pubsubSettings(reader: AsyncApiReader, binding: Json | undefined, at: string): Settings {
  reader.unread(binding, at, ["messageRetentionDuration", "schemaSettings", "bindingVersion"]);
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(textIn(binding, "messageRetentionDuration") ?? "")?.[1];
  return { retentionMs: seconds === undefined ? undefined : Math.max(1, Math.min(LONGEST_MS, Number(seconds) * 1000)) };
}

/** A whole number of a binding, brought into the range that the design takes. */
function within(reader: AsyncApiReader, value: unknown, property: string, at: string, least: number, most: number): number | undefined {
  const given = numberIn(value, property);
  if (given === undefined) return undefined;
  const taken = Math.max(least, Math.min(most, least < 1 ? given : Math.round(given)));
  if (taken !== given) reader.note(`${at}/${property}`, `It is ${shown(given)}, and a design takes ${least} to ${most}.`, `Drawn as ${taken}.`);
  return taken;
}
