import type { Flow } from "../graph/compile.ts";
import type { TopicEdgeSettings } from "../kinds/topic.ts";
import { routesFrom } from "../topology/routes.ts";
import type { NodeOf, Topology, TopologyTopic } from "../topology/topology.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import type { NameScope } from "./names.ts";
import type { LossReport } from "./target.ts";

/** A consumer group: what it reads, and what its members are to be configured with. */
export interface KafkaGroup {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly members: readonly { readonly name: string; readonly config: Readonly<Record<string, string>> }[];
}

/** Class names of Kafka's partition assignors. */
const ASSIGNORS = { range: "RangeAssignor", "round-robin": "RoundRobinAssignor", sticky: "StickyAssignor", "cooperative-sticky": "CooperativeStickyAssignor" } as const;

/** The groups of all topics, the dead-letter topics of those whose consumers have a failed port, and the dead letters that these stand for. */
export function groupsOf(topology: Topology, flow: Flow, names: NameScope, losses: LossReport) {
  const groups = new Map<string, { topics: Set<string>; members: Map<string, KafkaGroup["members"][number]> }>();
  const deadLetterTopics = new Map<string, KafkaTopic>();
  const kept = new Set<string>();
  for (const topic of topology.topics) {
    for (const { service, group, edge } of topic.readers) {
      const found = groups.get(group) ?? { topics: new Set(), members: new Map() };
      groups.set(group, found);
      found.topics.add(names.of(topic.key, topic.node.name));
      const { attempts, backoffMs } = (flow.edges.get(edge)?.settings ?? {}) as Partial<TopicEdgeSettings>;
      losses.setting({ id: edge }, "attempts", attempts, "Kafka does not try an event again: its consumer does.", "Have the consumer seek back, or use a retrying error handler.");
      if (backoffMs) losses.setting({ id: edge }, "backoffMs", backoffMs, "Kafka does not try an event again: its consumer does.", "Set it in the consumer's error handler.");
      const node = flow.nodes.get(service);
      if (node?.kind !== "consumer") {
        found.members.set(service, { name: node?.name ?? service, config: {} });
        continue;
      }
      found.members.set(service, { name: node.name, config: memberConfig(node) });
      const dead = deadLettersOf(flow, node);
      if (dead === undefined) continue;
      const key = deadLetterKey(topic.key, group);
      deadLetterTopics.set(key, deadLetterTopic(names.of(key, `${names.of(topic.key, topic.node.name)}-${group}-dlt`), topic, dead));
      for (const { id } of dead) kept.add(id);
    }
  }
  return {
    groups: [...groups].map(([groupId, { topics, members }]): KafkaGroup => ({ groupId, topics: [...topics], members: [...members.values()] })),
    deadLetterTopics,
    kept,
  };
}

/** By what the dead-letter topic of a topic's group is found. */
export function deadLetterKey(topic: string, group: string): string {
  return `dead:${topic}:${group}`;
}

/** What a member of a group is configured with, by the names of Kafka's consumer settings. */
export function memberConfig({ settings }: NodeOf<"consumer">): Record<string, string> {
  return {
    "partition.assignment.strategy": `org.apache.kafka.clients.consumer.${ASSIGNORS[settings.assignor]}`,
    "auto.offset.reset": settings.offsetReset,
    "session.timeout.ms": String(Math.max(1, Math.round(settings.sessionTimeoutMs))),
    // The consumer commits itself: after the work, or before it where it is at most once.
    "enable.auto.commit": "false",
  };
}

/** The dead letters behind a failed port; undefined where nothing is drawn, or all of it leads to topics. */
function deadLettersOf(flow: Flow, node: NodeOf<"consumer">): NodeOf<"deadLetter">[] | undefined {
  const routes = routesFrom(flow, node.id, "failed").filter(({ to }) => to.type !== "topic");
  return routes.length === 0 ? undefined : routes.map(({ to }) => flow.nodes.get(to.key)).filter((end): end is NodeOf<"deadLetter"> => end?.kind === "deadLetter");
}

/** As many partitions as its topic, so that events keep theirs; kept for good unless its dead letter says for how long. */
function deadLetterTopic(topic: string, { node }: TopologyTopic, dead: readonly NodeOf<"deadLetter">[]): KafkaTopic {
  const { partitions, replicationFactor, minInsyncReplicas } = node.settings;
  const retentionMs = dead.some(({ settings }) => settings.retentionMs === undefined) ? -1 : Math.round(Math.max(-1, ...dead.map(({ settings }) => settings.retentionMs ?? -1)));
  return {
    topic,
    numPartitions: partitions,
    replicationFactor,
    configEntries: [
      { name: "retention.ms", value: String(retentionMs) },
      { name: "min.insync.replicas", value: String(minInsyncReplicas) },
    ],
  };
}
