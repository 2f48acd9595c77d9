import type { QueueSettings } from "../../kinds/queue.ts";
import type { NodeOf, Target, TopologyExchange, TopologyQueue } from "../../topology/topology.ts";
import { block, type HclBlock, type HclObject } from "../hcl/hcl.ts";
import type { Resource } from "./document.ts";
import { subscriptionsOf, type Subscription } from "./filters.ts";
import type { GoogleDocument } from "./google-document.ts";
import { pubSubFilter } from "./google-filter.ts";
import { loseQueueSettings, loseStalls } from "./queue-losses.ts";
import { secondsOf, timeIn, within } from "./ranges.ts";
import { endsOf, loseEnd, losePassedSteps, soleTarget } from "./routes.ts";
import { loseExchange, loseFilter } from "./step-losses.ts";

/** Pub/Sub's limits (Cloud Pub/Sub, "Subscription properties" and "Handle message failures"). */
const ACK_DEADLINE = secondsOf("Pub/Sub", 10, 600);
const RETENTION = secondsOf("Pub/Sub", 600, 2_678_400);
const ATTEMPTS = { service: "Pub/Sub", least: 5, most: 100 } as const;
const MOST_BACKOFF_MS = 600_000;

/** Without it a subscription that nobody uses for 31 days is gone. */
export function neverExpires(): HclBlock {
  return block("expiration_policy", [], { ttl: "" });
}

/** Every queue as a topic with a subscription, and as one more for each exchange that it is bound to; every exchange as a topic. */
export function writeQueues(google: GoogleDocument): void {
  const { queues, exchanges, ends } = google.topology;
  for (const { key, node } of exchanges) {
    if (node.kind !== "exchange") continue;
    const topic = google.topic(key, node.name);
    google.resource("routing", "google_pubsub_topic", topic, { name: topic.pubSubName });
  }
  for (const end of ends) if (end.kind === "deadLetter") writeDeadLetter(google, end);
  for (const queue of queues) writeQueue(google, queue);
  for (const { node, bindings, alternate } of exchanges) if (node.kind === "exchange") loseBindings(google, { node, bindings, alternate });
}

/** Whether something sends to a queue otherwise than by an exchange. */
function isFedDirectly({ topology }: GoogleDocument, key: string): boolean {
  const sent = [...topology.services.flatMap(({ sends }) => sends), ...topology.queues.flatMap(({ deadLetters }) => deadLetters)];
  return sent.some(({ to }) => to.key === key) || boundTo(topology.exchanges, key).length === 0;
}

/** The subscriptions by which exchanges send to a queue or dead letter. */
function boundTo(exchanges: readonly TopologyExchange[], key: string): { readonly exchange: TopologyExchange; readonly subscription: Subscription }[] {
  return exchanges.flatMap((exchange) => {
    const { node, bindings } = exchange;
    return node.kind === "exchange" ? subscriptionsOf(node.settings.type, bindings).filter(({ to }) => to.key === key).map((subscription) => ({ exchange, subscription })) : [];
  });
}

function writeQueue(google: GoogleDocument, queue: TopologyQueue): void {
  const { key, name } = queue;
  const direct = isFedDirectly(google, key);
  const dead = deadTopicOf(google, queue, direct);
  const settings = settingsOf(google, queue, dead);
  const topic = google.topic(key, name);
  if (direct) {
    google.resource("queues", "google_pubsub_topic", topic, { name: topic.pubSubName });
    writeSubscription(google, { key, called: name, topic, attributes: settings.attributes, blocks: settings.blocks, dead });
  }
  const bound = writeBound(google, key, name, settings, dead);
  if (bound + Number(direct) > 1)
    google.losses.setting(queue, "in", bound + Number(direct), "A subscription of Pub/Sub has one topic: the queue is as many subscriptions as lead into it.", "Have its consumers take from each, or have everybody publish to one topic.");
  loseTheRest(google, queue);
}

/** A subscription to each exchange that a queue or dead letter is bound to; gives their number. */
function writeBound(google: GoogleDocument, key: string, called: string, { attributes, blocks }: { readonly attributes: HclObject; readonly blocks: readonly HclBlock[] }, dead?: Resource): number {
  const bound = boundTo(google.topology.exchanges, key);
  for (const { exchange, subscription } of bound) {
    const topic = google.topic(exchange.key, exchange.node.name);
    const { text } = pubSubFilter(subscription.filter);
    writeSubscription(google, { key: `${exchange.key}:${key}`, called: `${exchange.node.name} ${called}`, topic, attributes: { ...attributes, filter: text }, blocks, dead });
  }
  return bound.length;
}

interface WrittenSubscription {
  readonly key: string;
  readonly called: string;
  readonly topic: Resource;
  readonly attributes: HclObject;
  readonly blocks: readonly HclBlock[];
  readonly dead: Resource | undefined;
}

function writeSubscription(google: GoogleDocument, { key, called, topic, attributes, blocks, dead }: WrittenSubscription): void {
  const subscription = google.subscription(key, called);
  google.resource("queues", "google_pubsub_subscription", subscription, { name: subscription.pubSubName, topic: topic.reference.at("id"), ...attributes }, ...blocks);
  if (dead !== undefined) mayBeDeadLettered(google, key, subscription, dead);
}

/** Pub/Sub itself needs to be let publish dead letters, and acknowledge what became one. */
function mayBeDeadLettered(google: GoogleDocument, key: string, subscription: Resource, dead: Resource): void {
  const member = google.serviceAgent();
  const publisher = google.named("google_pubsub_topic_iam_member", dead.name, dead.name);
  if (!google.isDeclared("google_pubsub_topic_iam_member", publisher))
    google.resource("queues", "google_pubsub_topic_iam_member", publisher, { topic: dead.reference.at("name"), role: "roles/pubsub.publisher", member });
  google.resource("queues", "google_pubsub_subscription_iam_member", google.named("google_pubsub_subscription_iam_member", key, subscription.name), { subscription: subscription.reference.at("name"), role: "roles/pubsub.subscriber", member });
}

/** The topic that dead letters go to; undefined, and reported, where a policy cannot say it. */
function deadTopicOf(google: GoogleDocument, queue: TopologyQueue, direct: boolean): Resource | undefined {
  const { losses } = google;
  const { attempts } = queue.settings;
  if (queue.deadLetters.length === 0) {
    losses.setting(queue, "attempts", attempts, "Without dead letters Pub/Sub delivers a message that fails again until it is too old.", "Draw a dead letter at the queue's dead-letter port.");
    return undefined;
  }
  const target = soleTarget(queue);
  const topic = target === undefined || (direct && target.key === queue.key) ? undefined : topicAt(google, target);
  if (topic !== undefined) {
    for (const route of queue.deadLetters) losePassedSteps(losses, route, "Pub/Sub leads dead letters past the steps on the way.", "Have whoever takes the dead letters do the steps first.");
    return topic;
  }
  losses.setting(queue, "deadLetters", endsOf(queue.deadLetters), "A dead-letter policy names one topic, and not the one that the message came from.", "Draw one dead letter at the queue's dead-letter port, and have a consumer lead on what lies there.");
  losses.setting(queue, "attempts", attempts, "Without a dead-letter policy Pub/Sub delivers a message that fails again until it is too old.", "Draw a dead letter at the queue's dead-letter port.");
  return undefined;
}

/** The topic of a queue, dead letter, exchange or topic. */
function topicAt(google: GoogleDocument, { key }: Target): Resource | undefined {
  const { queues, exchanges, topics, ends } = google.topology;
  const called =
    queues.find((queue) => queue.key === key)?.name ??
    exchanges.find((exchange) => exchange.key === key && exchange.node.kind === "exchange")?.node.name ??
    topics.find((topic) => topic.key === key)?.node.name ??
    ends.find(({ id, kind }) => id === key && kind === "deadLetter")?.name;
  return called === undefined ? undefined : google.topic(key, called);
}

function settingsOf(google: GoogleDocument, queue: TopologyQueue, dead: Resource | undefined): { readonly attributes: HclObject; readonly blocks: readonly HclBlock[] } {
  const { losses, options } = google;
  const { lockMs, attempts, backoff, ttlMs } = queue.settings;
  const policy = dead === undefined ? [] : [block("dead_letter_policy", [], { dead_letter_topic: dead.reference.at("id"), max_delivery_attempts: within(losses, queue, "attempts", attempts, ATTEMPTS) })];
  if (ttlMs === undefined) losses.setting(queue, "ttlMs", undefined, "Pub/Sub keeps no message for longer than 31 days.", "Alert on the age of the oldest unacknowledged message long before.");
  else if (queue.deadLetters.length > 0) losses.setting(queue, "ttlMs", ttlMs, "Pub/Sub deletes a message whose time is over: it does not go to the dead letters.", "Have the consumer look at the message's age, and publish what is too old to the dead letters itself.");
  return {
    attributes: {
      ack_deadline_seconds: timeIn(losses, queue, "lockMs", lockMs, ACK_DEADLINE),
      message_retention_duration: `${ttlMs === undefined ? RETENTION.most : timeIn(losses, queue, "ttlMs", ttlMs, RETENTION)}s`,
      enable_message_ordering: options.ordering ? true : undefined,
    },
    blocks: [neverExpires(), ...policy, ...(attempts > 1 ? [retryPolicy(google, queue, backoff)] : [])],
  };
}

/** Between the first wait and the longest, Pub/Sub doubles about as we do. */
function retryPolicy({ losses }: GoogleDocument, queue: TopologyQueue, backoff: QueueSettings["backoff"]): HclBlock {
  const { type, delayMs, jitter } = backoff;
  const longest = type === "fixed" ? delayMs : delayMs * 2 ** Math.max(0, queue.settings.attempts - 2);
  const [first, last] = [Math.min(MOST_BACKOFF_MS, delayMs), Math.min(MOST_BACKOFF_MS, longest)];
  if (type === "exponential" || jitter > 0) losses.setting(queue, "backoff", backoff, "Pub/Sub chooses its own waits between the shortest and the longest.", "Nothing, if a retry may come a little sooner or later.");
  else if (last !== longest || !Number.isInteger(delayMs)) losses.setting(queue, "backoff", backoff, `Pub/Sub waits at most 600 s, here whole ms: written as ${duration(last)}.`, "Draw a wait of at most 600 s.");
  return block("retry_policy", [], { minimum_backoff: duration(first), maximum_backoff: duration(last) });
}

/** Whole ms as seconds with a unit. */
export function duration(ms: number): string {
  return `${Number((Math.ceil(ms) / 1000).toFixed(3))}s`;
}

function loseTheRest({ losses, options }: GoogleDocument, queue: TopologyQueue): void {
  const { order, delayMs, deduplicate } = queue.settings;
  loseStalls(losses, queue, "Pub/Sub");
  if (order === "lifo") losses.setting(queue, "order", order, "Pub/Sub cannot deliver the newest first.", "Have the consumer drop what is too old.");
  else if (options.ordering) losses.setting(queue, "order", order, "Pub/Sub keeps the order of messages with the same ordering key, and one that failed holds up those of its key.", "Publish with the event's key as ordering key.");
  else losses.setting(queue, "order", order, "Without ordering Pub/Sub delivers in about the order of arrival, and now and then twice.", "Export with the option ordering where the order matters, and make consumers idempotent.");
  if (delayMs > 0) losses.setting(queue, "delayMs", delayMs, "Pub/Sub has no delay.", "Use Cloud Tasks for what is to wait.");
  if (deduplicate) losses.setting(queue, "deduplicate", deduplicate, "Pub/Sub delivers what is published, twice if it is published twice.", "Make the consumers idempotent by the event's id or key.");
  loseQueueSettings(losses, queue, "Pub/Sub");
}

/** A dead letter is a topic with a subscription that nobody uses: without one its messages would be dropped. */
function writeDeadLetter(google: GoogleDocument, node: NodeOf<"deadLetter">): void {
  const { losses } = google;
  const { retentionMs } = node.settings;
  if (retentionMs === undefined) losses.setting(node, "retentionMs", undefined, "Pub/Sub keeps no message for longer than 31 days.", "Alert on messages there, and move what is to stay elsewhere.");
  const attributes = { message_retention_duration: `${retentionMs === undefined ? RETENTION.most : timeIn(losses, node, "retentionMs", retentionMs, RETENTION)}s` };
  const topic = google.topic(node.id, node.name);
  google.resource("queues", "google_pubsub_topic", topic, { name: topic.pubSubName });
  const blocks = [neverExpires()];
  writeSubscription(google, { key: node.id, called: node.name, topic, attributes, blocks, dead: undefined });
  writeBound(google, node.id, node.name, { attributes, blocks });
  const redrive = node.outs.get("redrive") ?? [];
  if (redrive.length > 0) losses.setting(node, "redrive", redrive.map(({ to }) => to.node), "Pub/Sub does not send dead letters back.", "Take them from the subscription, and publish them to the first topic.");
}

/** What bindings say that subscriptions cannot. */
function loseBindings({ losses, topology }: GoogleDocument, { node, bindings, alternate }: Pick<TopologyExchange, "bindings" | "alternate"> & { readonly node: NodeOf<"exchange"> }): void {
  const { type } = node.settings;
  const kept = new Set<Target["key"]>([...topology.queues.map(({ key }) => key), ...topology.ends.filter(({ kind }) => kind === "deadLetter").map(({ id }) => id)]);
  for (const { to, routes, filter } of subscriptionsOf(type, bindings)) {
    if (!kept.has(to.key)) for (const route of routes) loseEnd(losses, topology, route, "Pub/Sub leads messages from a topic to subscriptions, not to other topics or to programs without a queue.");
    else if (!pubSubFilter(filter).exact) for (const route of routes) loseFilter(losses, route, type, "A filter of Pub/Sub");
  }
  loseExchange(losses, { node, alternate }, "Pub/Sub", "message attributes, all of them texts,");
}

