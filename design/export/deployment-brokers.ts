import type { Flow } from "../graph/compile.ts";
import type { NodeOf, Route, Topology, TopologyService } from "../topology/topology.ts";
import { deadLetterKey } from "./kafka-groups.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import { kafkaConfigurationOf } from "./kafka-topics.ts";
import { NameScope, RABBITMQ_NAME } from "./names.ts";
import { rabbitDocumentOf } from "./rabbitmq.ts";
import type { Definitions } from "./rabbitmq-definitions.ts";
import type { LossReport } from "./target.ts";

/** What keeps a design's queues: RabbitMQ, or Redis as BullMQ does. */
export type QueueBroker = "rabbitmq" | "redis";

/** A place on a broker that a service reads or writes. */
export interface Endpoint {
  readonly type: "queue" | "exchange" | "topic";
  readonly name: string;
}

/** What lies on the brokers of a deployment; a part that nothing is drawn for is undefined. */
export interface Brokers {
  readonly queueBroker: QueueBroker | undefined;
  /** Queues and exchanges, where RabbitMQ keeps them. */
  readonly definitions: Definitions | undefined;
  /** Empty where no topic is drawn. */
  readonly topics: readonly KafkaTopic[];
  /** What a channel is called on its broker; undefined for what is on none. */
  endpointOf(key: string): Endpoint | undefined;
  /** Where a route of a service leads: a dead letter of a topic's reader is a topic, any other a queue. */
  endFor(service: TopologyService, route: Route): Endpoint | undefined;
}

/** Puts queues and exchanges on one broker and topics on Kafka, and reports what these cannot say of them. */
export function brokersOf(topology: Topology, flow: Flow, losses: LossReport, queues: QueueBroker): Brokers {
  const kafka = kafkaConfigurationOf(topology, flow, losses);
  const queueSide: Topology = { ...topology, topics: [], ends: topology.ends.filter((end) => end.kind === "deadLetter" && !isKafkaOnly(topology, end, kafka.kept)) };
  for (const end of topology.ends) if (!queueSide.ends.includes(end)) loseRedrive(end, losses, "Kafka does not send dead letters back.", "Consume the dead-letter topic, and produce to the first one.");
  const broker = queues === "redis" ? onRedis(queueSide, losses) : onRabbit(queueSide, flow, losses);
  const endpoints = new Map(broker.endpoints);
  for (const { key, node } of topology.topics) endpoints.set(key, { type: "topic", name: kafka.names.of(key, node.name) });
  return {
    queueBroker: broker.endpoints.size === 0 ? undefined : queues,
    definitions: broker.definitions,
    topics: kafka.topics,
    endpointOf: (key) => endpoints.get(key),
    endFor: (service, { from, to }) => {
      const read = service.reads.find(({ type }) => type === "topic");
      const topic = from.port === "failed" && to.type === "node" && read !== undefined ? kafka.deadLetterTopics.get(deadLetterKey(read.key, read.group ?? "")) : undefined;
      return topic === undefined ? endpoints.get(to.key) : { type: "topic", name: topic.topic };
    },
  };
}

/** Whether only readers of topics put events into a dead letter. */
function isKafkaOnly({ queues, exchanges, services }: Topology, end: NodeOf<"deadLetter">, kept: ReadonlySet<string>): boolean {
  const leadsHere = ({ to }: Route): boolean => to.key === end.id;
  if (!kept.has(end.id) || queues.some(({ deadLetters }) => deadLetters.some(leadsHere))) return false;
  if (exchanges.some(({ bindings, alternate }) => [...bindings, ...alternate].some(leadsHere))) return false;
  return !services.some(({ reads, sends }) => sends.some((route) => leadsHere(route) && (route.from.port !== "failed" || !reads.some(({ type }) => type === "topic"))));
}

function loseRedrive(end: Topology["ends"][number], losses: LossReport, why: string, instead: string): void {
  const redrive = end.kind === "deadLetter" ? (end.outs.get("redrive") ?? []) : [];
  if (redrive.length > 0) losses.setting(end, "redrive", redrive.map(({ to }) => to.node), why, instead);
}

interface QueueSide {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly definitions: Definitions | undefined;
}

function onRabbit(topology: Topology, flow: Flow, losses: LossReport): QueueSide {
  const document = rabbitDocumentOf(topology, flow, "/", "quorum");
  const keys = [...topology.queues.map(({ key }) => key), ...topology.exchanges.map(({ key }) => key), ...topology.ends.map(({ id }) => id)];
  const endpoints = new Map(keys.flatMap((key) => [document.destinationOf({ key })].flatMap((found) => (found === undefined ? [] : [[key, found] as const]))));
  losses.take(document.losses);
  return { endpoints, definitions: endpoints.size === 0 ? undefined : document.definitions() };
}

/** BullMQ makes a queue when it is first used: only names are settled here. */
function onRedis(topology: Topology, losses: LossReport): QueueSide {
  const names = new NameScope(RABBITMQ_NAME);
  const endpoints = new Map<string, Endpoint>();
  for (const queue of topology.queues) {
    endpoints.set(queue.key, { type: "queue", name: names.of(queue.key, queue.name) });
    for (const [property, value] of Object.entries(queue.settings)) if (value !== undefined) losses.setting(queue, property, value, "Redis holds the jobs; what is done with them is set in the programs.", "Take it from the export to a BullMQ project.");
    for (const { edge, to } of queue.deadLetters) losses.setting(queue, "deadLetter", to.key, "Redis moves no job by itself.", `Have the worker add a job that failed for good to the queue that edge ${edge} leads to.`);
  }
  for (const end of topology.ends) {
    endpoints.set(end.id, { type: "queue", name: names.of(end.id, end.name) });
    if (end.kind === "deadLetter" && end.settings.retentionMs !== undefined) losses.setting(end, "retentionMs", end.settings.retentionMs, "Redis keeps a job until it is taken or removed.", "Clean the queue by age from a program.");
    loseRedrive(end, losses, "Redis does not send dead letters back.", "Add the jobs anew from a program.");
  }
  for (const { node } of topology.exchanges) if (node.kind === "exchange") losses.setting(node, "kind", node.kind, "Redis routes nothing.", "Choose RabbitMQ for the queues, or add to each queue in the publisher.");
  return { endpoints, definitions: undefined };
}
