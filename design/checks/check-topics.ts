import { displayName } from "../document/display-name.ts";
import type { DesignEdge, DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import type { Problem } from "../problem.ts";
import { factsOf } from "./node-facts.ts";

type Nodes = ReadonlyMap<string, DesignNode>;

/** What does not fit between a topic, those who write to it and the groups that read it (rules T1, T3). */
export function checkTopics(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const topics = [...nodes.values()].filter((node) => node.kind === "topic" && factsOf(node).ports !== null);
  if (topics.length === 0) return [];
  return [...topics.flatMap((topic) => idleReplicas(topic, edges, nodes)), ...mixedGroups(topics, edges, nodes)];
}

/** The consumers that read a topic, by group. */
function groupsOf(topic: DesignNode, edges: readonly DesignEdge[], nodes: Nodes): Map<string, DesignNode[]> {
  const groups = new Map<string, DesignNode[]>();
  for (const edge of edges) {
    const consumer = nodes.get(edge.to.node);
    if (edge.from.node !== topic.id || consumer?.kind !== "consumer" || factsOf(consumer).ports === null) continue;
    const group = settingsOf(consumer, "consumer").group ?? consumer.id;
    groups.set(group, [...(groups.get(group) ?? []), consumer]);
  }
  return groups;
}

/** Rule T3: a partition is read by one replica of a group, so that further replicas have none. */
function idleReplicas(topic: DesignNode, edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const { partitions } = settingsOf(topic, "topic");
  return [...groupsOf(topic, edges, nodes)].flatMap(([group, consumers]): Problem[] => {
    const replicas = consumers.reduce((sum, consumer) => sum + settingsOf(consumer, "consumer").replicas, 0);
    const [first] = consumers;
    if (replicas <= partitions || !first) return [];
    const who = consumers.length === 1 ? displayName(first) : `The group ${group}`;
    const message = `${who} has ${replicas} replicas, but ${displayName(topic)} has ${partitions} ${partitions === 1 ? "partition" : "partitions"}: ${replicas - partitions} of them will be idle. Add partitions, or take replicas away.`;
    return [{ severity: "warning", code: "settings", node: first.id, message }];
  });
}

/** Kafka refuses a member whose assignor is not that of its group. */
function mixedGroups(topics: readonly DesignNode[], edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const first = new Map<string, DesignNode>();
  const found = new Map<string, Problem>();
  for (const [group, consumers] of topics.flatMap((topic) => [...groupsOf(topic, edges, nodes)])) {
    for (const consumer of consumers) {
      const other = first.get(group) ?? consumer;
      first.set(group, other);
      const [own, theirs] = [settingsOf(consumer, "consumer").assignor, settingsOf(other, "consumer").assignor];
      if (own === theirs) continue;
      const message = `${displayName(consumer)} and ${displayName(other)} are of one group, ${group}, but share its partitions by ${own} and by ${theirs}: a group has one assignor.`;
      found.set(consumer.id, { severity: "error", code: "settings", node: consumer.id, message });
    }
  }
  return [...found.values()];
}
