import { displayName } from "../document/display-name.ts";
import type { DesignEdge, DesignNode } from "../document/schema.ts";
import { portsOf, settingsOf } from "../document/settings.ts";
import type { Problem } from "../problem.ts";
import { factsOf } from "./node-facts.ts";

type Nodes = ReadonlyMap<string, DesignNode>;

/** Rule O1: one autoscaler for a consumer, and no more replicas than can work. */
export function checkAttachments(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const governed = new Map<string, DesignNode>();
  return edges.flatMap((edge): Problem[] => {
    const [policy, node] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    if (!policy || !node || !isAttachment(edge, policy) || factsOf(policy).ports === null || factsOf(node).ports === null) return [];
    const other = governed.get(node.id);
    governed.set(node.id, policy);
    if (other) {
      const message = `${displayName(node)} is governed by ${displayName(other)} and by ${displayName(policy)}: they would undo each other's work. Keep one.`;
      return [{ severity: "error", code: "settings", edge: edge.id, node: policy.id, message }];
    }
    return policy.kind === "autoscaler" && node.kind === "consumer" ? tooMany(policy, node, edges, nodes) : [];
  });
}

function tooMany(policy: DesignNode, consumer: DesignNode, edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const { maxReplicas } = settingsOf(policy, "autoscaler");
  const { concurrency } = settingsOf(consumer, "consumer");
  if (maxReplicas * concurrency > 10_000) {
    const message = `${displayName(policy)}: ${maxReplicas} replicas of ${displayName(consumer)} have ${maxReplicas * concurrency} slots, and 10,000 are the most.`;
    return [{ severity: "error", code: "settings", node: policy.id, message }];
  }
  const read = edges.filter((edge) => edge.to.node === consumer.id && edge.to.port === "in").map((edge) => nodes.get(edge.from.node));
  const partitions = read.flatMap((node) => {
    const count = node?.settings?.partitions;
    return node?.kind === "topic" ? [typeof count === "number" ? count : 3] : [];
  });
  if (partitions.length === 0 || partitions.length < read.length || maxReplicas <= Math.max(...partitions)) return [];
  const most = Math.max(...partitions);
  const message = `${displayName(policy)} never sets more than ${most} replicas: a topic's partition is read by one replica of a group, and there are ${most} partitions.`;
  return [{ severity: "warning", code: "settings", node: policy.id, message }];
}

function isAttachment(edge: DesignEdge, policy: DesignNode): boolean {
  return portsOf(policy).some((port) => port.direction === "out" && port.name === edge.from.port && port.type === "attachment");
}
