import type { Json } from "../document/schema.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import type { TopicSettings } from "../kinds/topic.ts";
import type { Bindings } from "./asyncapi-document.ts";
import { AWS_NAME, KAFKA_TOPIC, PUBSUB_NAME, RABBITMQ_NAME, type NameRule } from "./names.ts";

/** Which brokers a document is for: each kind of channel on the one that it comes from, or all on one. */
export const BROKERS = ["by-kind", "kafka", "amqp", "aws", "googlepubsub"] as const;
export type Broker = (typeof BROKERS)[number];

/** Protocols of AsyncAPI's bindings that are written. */
export type Protocol = "kafka" | "amqp" | "sqs" | "sns" | "googlepubsub";

/** What a channel is in a design. */
export type ChannelKind = "queue" | "topic" | "exchange" | "eventBus" | "deadLetter";

/** The protocol of a channel; undefined for an event bus, for which AsyncAPI has no binding. */
export function protocolOf(kind: ChannelKind, broker: Broker): Protocol | undefined {
  if (kind === "eventBus") return undefined;
  if (broker === "by-kind") return kind === "topic" ? "kafka" : "amqp";
  if (broker === "aws") return kind === "queue" || kind === "deadLetter" ? "sqs" : "sns";
  return broker;
}

/** What a channel of a protocol is taken for by who knows only its bindings. */
export function readAs(kind: ChannelKind, protocol: Protocol | undefined): ChannelKind {
  if (protocol === "amqp") return kind === "exchange" ? "exchange" : "queue";
  return protocol === "sqs" ? "queue" : "topic";
}

export const NAME_RULES: Readonly<Record<Protocol, NameRule>> = { kafka: KAFKA_TOPIC, amqp: RABBITMQ_NAME, sqs: AWS_NAME, sns: AWS_NAME, googlepubsub: PUBSUB_NAME };

/** Where each protocol's server is said to be: a place to change. */
export const SERVERS: Readonly<Record<Protocol, { readonly host: string; readonly protocol: string; readonly description: string }>> = {
  kafka: { host: "localhost:9092", protocol: "kafka", description: "Kafka." },
  amqp: { host: "localhost:5672", protocol: "amqp", description: "RabbitMQ." },
  sqs: { host: "sqs.us-east-1.amazonaws.com", protocol: "sqs", description: "Amazon SQS." },
  sns: { host: "sns.us-east-1.amazonaws.com", protocol: "sns", description: "Amazon SNS." },
  googlepubsub: { host: "pubsub.googleapis.com", protocol: "googlepubsub", description: "Google Cloud Pub/Sub." },
};

/** A channel's bindings, and those of its settings that they say exactly. */
export interface Bound {
  readonly bindings: Bindings;
  readonly said: readonly string[];
}

/** The kafka channel binding 0.5.0. `topicConfiguration` takes every configuration of a topic. */
export function kafkaChannel(topic: string, settings?: TopicSettings): Bound {
  if (settings === undefined) return { bindings: { kafka: { topic, bindingVersion: "0.5.0" } }, said: [] };
  const { partitions, replicationFactor, retentionMs, retentionBytes, minInsyncReplicas } = settings;
  const whole = Math.max(1, Math.round(retentionMs));
  const configuration = { "retention.ms": whole, ...(retentionBytes === undefined ? {} : { "retention.bytes": retentionBytes }), "min.insync.replicas": minInsyncReplicas };
  return {
    bindings: { kafka: { topic, partitions, replicas: replicationFactor, topicConfiguration: configuration, bindingVersion: "0.5.0" } },
    said: ["partitions", "replicationFactor", "retentionBytes", "minInsyncReplicas", ...(whole === retentionMs ? ["retentionMs"] : [])],
  };
}

/** The amqp channel binding 0.3.0 of a queue. */
export function amqpQueue(name: string): Bound {
  return { bindings: { amqp: { is: "queue", queue: { name, durable: true, exclusive: false, autoDelete: false, vhost: "/" }, bindingVersion: "0.3.0" } }, said: [] };
}

/** The amqp channel binding 0.3.0 of what is published to an exchange. */
export function amqpExchange(name: string, type: string): Bound {
  return { bindings: { amqp: { is: "routingKey", exchange: { name, type, durable: true, autoDelete: false, vhost: "/" }, bindingVersion: "0.3.0" } }, said: ["type"] };
}

/** The sqs channel binding 0.2.0; `deadLetters` is the name of the queue that its redrive policy names. */
export function sqsQueue(name: string, settings: QueueSettings | undefined, deadLetters: string | undefined): Bound {
  if (settings === undefined) return { bindings: { sqs: { queue: { name, fifoQueue: false }, bindingVersion: "0.2.0" } }, said: [] };
  const { lockMs, delayMs, attempts } = settings;
  const [visibilityTimeout, deliveryDelay] = [secondsIn(lockMs, 43_200), secondsIn(delayMs, 900)];
  const queue: Record<string, Json> = {
    name,
    fifoQueue: false,
    visibilityTimeout,
    deliveryDelay,
    ...(deadLetters === undefined ? {} : { redrivePolicy: { deadLetterQueue: { name: deadLetters }, maxReceiveCount: attempts } }),
  };
  return {
    bindings: { sqs: { queue, bindingVersion: "0.2.0" } },
    said: [...(visibilityTimeout * 1000 === lockMs ? ["lockMs"] : []), ...(deliveryDelay * 1000 === delayMs ? ["delayMs"] : []), ...(deadLetters === undefined ? [] : ["attempts", "deadLetters"])],
  };
}

/** The sns channel binding 0.1.0. */
export function snsTopic(name: string): Bound {
  return { bindings: { sns: { name, ordering: { type: "standard" }, bindingVersion: "0.1.0" } }, said: [] };
}

/** The longest that Pub/Sub keeps messages of a topic: 31 days. */
const LONGEST_PUBSUB_MS = 31 * 86_400_000;

/** The googlepubsub channel binding 0.2.0, which must name a schema. */
export function pubsubTopic(name: string, settings?: TopicSettings): Bound {
  const kept = settings === undefined ? undefined : Math.min(LONGEST_PUBSUB_MS, Math.max(600_000, Math.ceil(settings.retentionMs / 1000) * 1000));
  return {
    bindings: { googlepubsub: { ...(kept === undefined ? {} : { messageRetentionDuration: `${kept / 1000}s` }), schemaSettings: { encoding: "json", name }, bindingVersion: "0.2.0" } },
    said: kept !== undefined && kept === settings?.retentionMs ? ["retentionMs"] : [],
  };
}

/** Whole seconds, no more than the service takes. */
function secondsIn(ms: number, most: number): number {
  return Math.min(most, Math.round(ms / 1000));
}
