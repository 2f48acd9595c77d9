import type { NodeOf, TopologyExchange, TopologyQueue } from "../../topology/topology.ts";
import { block, type Reference } from "../hcl/hcl.ts";
import type { AzureDocument, ServiceBusEntity } from "./azure-document.ts";
import { subscriptionsOf, type Subscription } from "./filters.ts";
import { loseQueueSettings, loseStalls } from "./queue-losses.ts";
import { secondsOf, timeIn } from "./ranges.ts";
import { endsOf, leadsTo, loseEnd, losePassedSteps, soleTarget } from "./routes.ts";
import { serviceBusFilter } from "./service-bus-filter.ts";
import { loseExchange, loseFilter } from "./step-losses.ts";

/** Service Bus's limits ("Service Bus quotas", "Message transfers, locks, and settlement", "Duplicate detection"). */
const LOCK = secondsOf("Service Bus", 5, 300);
const TIME_TO_LIVE = secondsOf("Service Bus", 1, 315_360_000);
const DEDUPLICATION = secondsOf("Service Bus", 20, 604_800);
/** Subscriptions only forward; they try as often as Azure's default says. */
const FORWARDING_ATTEMPTS = 10;

/** Queues, dead letters and topics of Service Bus in one namespace. */
export function writeServiceBus(azure: AzureDocument): void {
  if (azure.entities.size === 0) return;
  const { sku } = azure.options;
  const namespace = azure.named("azurerm_servicebus_namespace", "namespace", azure.topology.design.name);
  azure.resource("queues", "azurerm_servicebus_namespace", namespace, {
    name: azure.variable("servicebus_namespace_name", "string", "Name of the Service Bus namespace: 6 to 50 letters, digits and hyphens, a letter first, that nobody else in Azure has."),
    location: azure.group.at("location"),
    resource_group_name: azure.group.at("name"),
    sku,
    ...(sku === "Premium" ? { capacity: 1, premium_messaging_partitions: 1 } : {}),
  });
  const id = namespace.reference.at("id");
  const redrives = new Map<string, string>();
  for (const queue of azure.topology.queues) writeQueue(azure, id, queue, redrives);
  for (const end of azure.topology.ends) if (end.kind === "deadLetter") writeDeadLetter(azure, id, end);
  for (const { key, node, bindings, alternate } of azure.topology.exchanges) if (node.kind === "exchange") writeTopic(azure, id, { key, node, bindings, alternate });
}

function partitioning({ options }: AzureDocument) {
  return { partitioning_enabled: options.partitioned && options.sku === "Standard" ? true : undefined };
}

function writeQueue(azure: AzureDocument, namespace_id: Reference, queue: TopologyQueue, redrives: Map<string, string>): void {
  const own = azure.entities.get(queue.key);
  if (own === undefined) return;
  const { losses, options } = azure;
  const { attempts, lockMs, ttlMs, deduplicate } = queue.settings;
  const dead = deadLettersOf(azure, queue, redrives);
  if (dead !== undefined) redrives.set(queue.key, dead.key);
  azure.resource("queues", own.type, own.resource, {
    name: own.name,
    namespace_id,
    lock_duration: isoDuration(timeIn(losses, queue, "lockMs", lockMs, LOCK)),
    max_delivery_count: attempts,
    default_message_ttl: ttlMs === undefined ? undefined : isoDuration(timeIn(losses, queue, "ttlMs", ttlMs, TIME_TO_LIVE)),
    dead_lettering_on_message_expiration: ttlMs !== undefined && queue.deadLetters.length > 0 ? true : undefined,
    forward_dead_lettered_messages_to: dead?.resource.reference.at("name"),
    requires_session: options.sessions ? true : undefined,
    ...(deduplicate === undefined ? {} : { requires_duplicate_detection: true, duplicate_detection_history_time_window: isoDuration(timeIn(losses, queue, "deduplicate.windowMs", deduplicate.windowMs, DEDUPLICATION)) }),
    ...partitioning(azure),
  });
  loseTheRest(azure, queue);
}

/** Where dead letters are forwarded to; undefined where they stay in the queue's own dead-letter queue. */
function deadLettersOf(azure: AzureDocument, queue: TopologyQueue, redrives: ReadonlyMap<string, string>): ServiceBusEntity | undefined {
  const { losses } = azure;
  const keeps = "Service Bus keeps what failed in the queue's own dead-letter queue";
  if (queue.deadLetters.length === 0) {
    losses.setting(queue, "deadLetters", [], `${keeps}, rather than dropping it.`, "Empty it, or draw a dead letter that it is forwarded to.");
    return undefined;
  }
  const target = soleTarget(queue);
  const dead = target === undefined ? undefined : azure.entityAt(target);
  if (dead !== undefined && !leadsTo(dead.key, queue.key, redrives)) {
    for (const route of queue.deadLetters) losePassedSteps(losses, route, "Service Bus leads dead letters past the steps on the way.", "Have whoever takes the dead letters do the steps first.");
    return dead;
  }
  losses.setting(queue, "deadLetters", endsOf(queue.deadLetters), `${keeps}: it forwards to one queue or topic, and in no circle.`, "Draw one dead letter at the queue's dead-letter port, and have a consumer lead on what lies there.");
  return undefined;
}

function loseTheRest({ losses, options }: AzureDocument, queue: TopologyQueue): void {
  const { attempts, backoff, order, delayMs, deduplicate } = queue.settings;
  if (attempts > 1) losses.setting(queue, "backoff", backoff, "Service Bus delivers an abandoned message again at once, another when its lock is over.", "Have the consumer complete the message and schedule a copy of it for when it is to be tried again.");
  loseStalls(losses, queue, "Service Bus");
  if (order === "lifo") losses.setting(queue, "order", order, "Service Bus cannot deliver the newest first.", "Have the consumer drop what is too old.");
  else if (options.sessions) losses.setting(queue, "order", order, "Service Bus keeps the order of a session, and takes no message without one.", "Send the event's key as SessionId, and its id where order does not matter.");
  else losses.setting(queue, "order", order, "A message that is tried again comes before those that wait, and consumers side by side overtake each other.", "Export with the option sessions where the order of a key matters.");
  if (delayMs > 0) losses.setting(queue, "delayMs", delayMs, "Service Bus has no delay on a queue.", "Have publishers schedule each message for so much later (ScheduledEnqueueTimeUtc).");
  if (deduplicate) losses.setting(queue, "deduplicate.by", deduplicate.by, "Service Bus compares what the publisher sends as MessageId.", `Send the event's ${deduplicate.by} as MessageId.`);
  loseQueueSettings(losses, queue, "Service Bus");
}

/** A dead letter is a queue that nobody takes from; what may lie there for so long expires. */
function writeDeadLetter(azure: AzureDocument, namespace_id: Reference, node: NodeOf<"deadLetter">): void {
  const own = azure.entities.get(node.id);
  if (own === undefined) return;
  const { retentionMs } = node.settings;
  azure.resource("queues", own.type, own.resource, { name: own.name, namespace_id, default_message_ttl: retentionMs === undefined ? undefined : isoDuration(timeIn(azure.losses, node, "retentionMs", retentionMs, TIME_TO_LIVE)), ...partitioning(azure) });
  const redrive = node.outs.get("redrive") ?? [];
  if (redrive.length > 0) azure.losses.setting(node, "redrive", redrive.map(({ to }) => to.node), "Service Bus does not send dead letters back.", "Take them from the queue, and send them to the first one.");
}

function writeTopic(azure: AzureDocument, namespace_id: Reference, { key, node, bindings, alternate }: Pick<TopologyExchange, "key" | "bindings" | "alternate"> & { readonly node: NodeOf<"exchange"> }): void {
  const own = azure.entities.get(key);
  if (own === undefined) return;
  azure.resource("routing", own.type, own.resource, { name: own.name, namespace_id, ...partitioning(azure) });
  for (const subscription of subscriptionsOf(node.settings.type, bindings)) writeSubscription(azure, own, node, subscription);
  loseExchange(azure.losses, { node, alternate }, "Service Bus", "the message's application properties");
}

function writeSubscription(azure: AzureDocument, topic: ServiceBusEntity, node: NodeOf<"exchange">, { to, routes, filter }: Subscription): void {
  const { losses, topology } = azure;
  const end = azure.entityAt(to);
  if (end === undefined || end.key === topic.key) {
    for (const route of routes) loseEnd(losses, topology, route, "Service Bus forwards to queues and other topics of its own: neither to event hubs, nor to programs without a queue.");
    return;
  }
  const { correlation, sql, exact } = serviceBusFilter(filter);
  if (!exact) for (const route of routes) loseFilter(losses, route, node.settings.type, "A rule of Service Bus");
  const key = `${topic.key}:${end.key}`;
  const called = `${topic.resource.name} ${end.resource.name}`;
  const subscription = azure.named("azurerm_servicebus_subscription", key, called);
  azure.resource("routing", "azurerm_servicebus_subscription", subscription, {
    name: azure.azureName(`subscription of ${topic.key}`, key, end.resource.name),
    topic_id: topic.resource.reference.at("id"),
    max_delivery_count: FORWARDING_ATTEMPTS,
    forward_to: end.resource.reference.at("name"),
  });
  if (correlation === undefined && sql === undefined) return;
  // The first rule takes the place of the one that every subscription begins with, and that takes everything.
  azure.resource(
    "routing",
    "azurerm_servicebus_subscription_rule",
    azure.named("azurerm_servicebus_subscription_rule", key, called),
    { name: "binding", subscription_id: subscription.reference.at("id"), filter_type: correlation === undefined ? "SqlFilter" : "CorrelationFilter", sql_filter: sql },
    ...(correlation === undefined ? [] : [block("correlation_filter", [], { properties: correlation })]),
  );
}

/** ISO 8601, as Azure writes it back: `P1DT2H3M4S`. */
export function isoDuration(seconds: number): string {
  const [days, hours, minutes, rest] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const part = (value: number, letter: string): string => (value === 0 ? "" : `${value}${letter}`);
  const time = `${part(hours, "H")}${part(minutes, "M")}${part(rest, "S")}`;
  return `P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
}
