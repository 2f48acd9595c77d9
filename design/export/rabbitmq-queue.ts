import type { Flow } from "../graph/compile.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import type { TopicEdgeSettings } from "../kinds/topic.ts";
import type { NodeOf, TopologyQueue, TopologyTopic } from "../topology/topology.ts";
import type { ArgumentValue } from "./rabbitmq-definitions.ts";
import { distinct, type RabbitDocument } from "./rabbitmq-document.ts";

export type QueueType = "classic" | "quorum";
type GivenArguments = Record<string, ArgumentValue | undefined>;

/** RabbitMQ advises no more than 10 levels: each costs memory and processor time. */
export const MOST_PRIORITY = 10;

/** Writes a queue with its arguments, and reports what they cannot say. */
export function writeQueue(document: RabbitDocument, queue: TopologyQueue, wanted: QueueType): void {
  const type = needsClassic(queue.settings) ? "classic" : wanted;
  if (type !== wanted)
    document.losses.setting(queue, queue.settings.priorities ? "priorities" : "overflow", queue.settings.priorities || queue.settings.overflow, "Quorum queues cannot do this: it is written as a classic queue, which lives on one node.", "Do without it where the queue must survive the loss of a node.");
  document.addQueue(queue.key, {
    "x-queue-type": type,
    ...timeToLive(document, queue, "ttlMs", queue.settings.ttlMs),
    ...length(document, queue),
    ...priorities(document, queue),
    ...deliveryLimit(document, queue, type),
    ...deadLetters(document, queue),
  });
  loseTheRest(document, queue);
}

/** What only classic queues have. */
function needsClassic({ priorities, maxLength, overflow }: QueueSettings): boolean {
  return priorities || (maxLength !== undefined && overflow === "reject-publish-dlx");
}

function timeToLive({ losses }: RabbitDocument, of: Pick<TopologyQueue, "id" | "name">, property: string, ms: number | undefined): GivenArguments {
  if (ms === undefined) return {};
  const whole = Math.max(1, Math.round(ms));
  if (whole !== ms) losses.setting(of, property, ms, `RabbitMQ takes whole milliseconds: written as ${whole}.`, "Nothing, if a millisecond does not matter.");
  return { "x-message-ttl": whole };
}

function length({ losses }: RabbitDocument, queue: TopologyQueue): GivenArguments {
  const { maxLength, overflow } = queue.settings;
  if (maxLength === undefined) return {};
  if (overflow !== "block") return { "x-max-length": maxLength, "x-overflow": overflow };
  const instead = "Choose reject-publish, and have publishers wait for confirms and try again; or limit what publishers have unconfirmed.";
  losses.setting(queue, "maxLength", maxLength, "RabbitMQ cannot hold a publisher back at a length: the queue is unbounded.", instead);
  losses.setting(queue, "overflow", overflow, "RabbitMQ slows publishers by memory, disk and credit, not by the length of a queue.", instead);
  return {};
}

function priorities({ losses }: RabbitDocument, queue: TopologyQueue): GivenArguments {
  if (!queue.settings.priorities) return {};
  losses.setting(queue, "priorities", true, `RabbitMQ delivers the higher number first, and has 0 to ${MOST_PRIORITY} here.`, `Publish with ${MOST_PRIORITY} less the event's priority, at least 0: ${MOST_PRIORITY} for events without one.`);
  return { "x-max-priority": MOST_PRIORITY };
}

function deliveryLimit({ losses }: RabbitDocument, queue: TopologyQueue, type: QueueType): GivenArguments {
  const { attempts, backoff, maxStalled, lockMs, stalledCheckMs } = queue.settings;
  if (type === "classic")
    losses.setting(queue, "attempts", attempts, "Classic queues do not count deliveries.", "Choose quorum, or have the consumer count in a header and reject without requeueing after the last attempt.");
  if (attempts > 1) {
    losses.setting(queue, "backoff", backoff, "RabbitMQ delivers a requeued message again at once.", "Reject it into a queue without consumers whose time to live is the backoff, and that dead-letters back.");
    losses.setting(queue, "order", queue.settings.order, "A message that is requeued goes back to its place near the head, not to the tail (rule Q1).", "Publish it anew and acknowledge the old one, where the tail matters.");
  }
  losses.setting(queue, "lockMs", lockMs, "RabbitMQ has no lock to renew: a message comes back when its channel closes, or after the consumer's acknowledgement time-out of 30 min.", "Set heartbeat and consumer_timeout on the broker.");
  losses.setting(queue, "stalledCheckMs", stalledCheckMs, "RabbitMQ finds a lost consumer by its heartbeat.", "Set heartbeat on the broker: a consumer is lost after two that were missed.");
  losses.setting(queue, "maxStalled", maxStalled, type === "quorum" ? "Deliveries lost with a consumer count against the delivery limit, as failed ones do." : "Classic queues do not count how often a consumer was lost.", "Allow for lost consumers in attempts.");
  return type === "quorum" ? { "x-delivery-limit": attempts - 1 } : {};
}

function deadLetters(document: RabbitDocument, queue: TopologyQueue): GivenArguments {
  const to = distinct(document.destinationsOf(queue.deadLetters).map((each) => each.to));
  const [only] = to;
  if (only === undefined) return {};
  const key = queue.settings.deadLetterRoutingKey;
  if (to.length > 1) {
    // A key of its own would still be needed by an exchange behind the fanout.
    return { "x-dead-letter-exchange": document.addFanout(`dead:${queue.key}`, `${document.nameOf(queue.key)}.dead-letters`, to), "x-dead-letter-routing-key": to.some(({ type }) => type === "exchange") ? key : undefined };
  }
  if (only.type === "exchange") return { "x-dead-letter-exchange": only.name, "x-dead-letter-routing-key": key };
  return { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": only.name };
}

function loseTheRest({ losses }: RabbitDocument, queue: TopologyQueue): void {
  const { order, delayMs, rateLimit, deduplicate } = queue.settings;
  if (order === "lifo") losses.setting(queue, "order", order, "RabbitMQ queues are first in, first out.", "Use priorities, or keep the newest alone with a max length and drop-head.");
  if (delayMs > 0)
    losses.setting(queue, "delayMs", delayMs, "RabbitMQ has no delay on a queue.", "Put a queue without consumers before it, whose time to live is the delay and that dead-letters into it; or use the delayed message exchange plugin.");
  if (rateLimit) losses.setting(queue, "rateLimit", rateLimit, "RabbitMQ does not limit how fast a queue is read.", "Limit the rate in the consumers, with a small prefetch.");
  if (deduplicate) losses.setting(queue, "deduplicate", deduplicate, "RabbitMQ delivers what is published, twice if it is published twice.", "Make the consumers idempotent by the message id, or use the message deduplication plugin.");
}

/** A dead letter is a queue without consumers; what may lie there for so long expires. */
export function writeDeadLetter(document: RabbitDocument, node: NodeOf<"deadLetter">, type: QueueType): void {
  document.addQueue(node.id, { "x-queue-type": type, ...timeToLive(document, node, "retentionMs", node.settings.retentionMs) });
  const redrive = node.outs.get("redrive") ?? [];
  if (redrive.length > 0) document.losses.setting(node, "redrive", redrive.map(({ to }) => to.node), "RabbitMQ does not send dead letters back by itself.", "Move them with a shovel when they are to be tried again.");
}

/** A topic is one stream: kept whether read or not, read by everybody from where they choose. */
export function writeStream(document: RabbitDocument, { key, node, readers }: TopologyTopic, edges: Flow["edges"]): void {
  const { partitions, replicationFactor, minInsyncReplicas, retentionMs, retentionBytes, acks, unkeyed } = node.settings;
  const { losses } = document;
  const seconds = Math.max(1, Math.ceil(retentionMs / 1000));
  document.addQueue(key, {
    "x-queue-type": "stream",
    "x-max-age": `${seconds}s`,
    "x-max-length-bytes": retentionBytes === undefined ? undefined : retentionBytes * partitions,
    "x-initial-cluster-size": replicationFactor,
  });
  if (seconds * 1000 !== retentionMs) losses.setting(node, "retentionMs", retentionMs, `Streams keep whole seconds: written as ${seconds} s.`, "Nothing, if a second does not matter.");
  if (partitions > 1) losses.setting(node, "partitions", partitions, "One stream has one order and no partitions.", "Make a super stream of so many partitions: rabbitmq-streams add_super_stream NAME --partitions N, with the stream plugin.");
  if (partitions > 1 && unkeyed !== "sticky") losses.setting(node, "unkeyed", unkeyed, "One stream has no partitions to choose from.", "Choose the partition in the publisher, with a super stream.");
  losses.setting(node, "minInsyncReplicas", minInsyncReplicas, "A stream confirms what a majority of its replicas has.", "Set the replication factor so that its majority is enough.");
  if (acks !== "all") losses.setting(node, "acks", acks, "Whether a publisher waits for confirms is the publisher's.", "Publish without confirms for 0; there is no confirm by the leader alone.");
  for (const { group, edge } of readers) {
    const of = { id: edge };
    losses.setting(of, "group", group, "A stream knows no consumer groups: each consumer reads all of it.", "Name the consumer after the group for its offset, and make it the single active consumer.");
    const { attempts, backoffMs } = (edges.get(edge)?.settings ?? {}) as Partial<TopicEdgeSettings>;
    losses.setting(of, "attempts", attempts, "A stream does not deliver an event again.", "Have the consumer try it again itself, before it stores its offset.");
    if (backoffMs) losses.setting(of, "backoffMs", backoffMs, "A stream does not deliver an event again.", "Have the consumer wait before it tries again.");
  }
}
