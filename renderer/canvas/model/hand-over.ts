import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { isKindType, kindOf } from "../../../design/kinds/registry.ts";

interface Graph {
  readonly nodes: readonly DesignNode[];
  readonly edges: readonly DesignEdge[];
}

/** The edges over which drawn channels hand their events to consumers, by consumer. */
export function handOverEdges({ nodes, edges }: Graph): ReadonlyMap<string, readonly DesignEdge[]> {
  const channels = new Set(nodes.filter((node) => isKindType(node.kind) && ["channel", "log"].includes(kindOf(node.kind).role)).map((node) => node.id));
  const consumers = new Set(nodes.filter((node) => isKindType(node.kind) && kindOf(node.kind).role === "consumer").map((node) => node.id));
  const byConsumer = new Map<string, DesignEdge[]>();
  for (const edge of edges) {
    if (!channels.has(edge.from.node) || edge.from.port !== "out" || !consumers.has(edge.to.node)) continue;
    byConsumer.set(edge.to.node, [...(byConsumer.get(edge.to.node) ?? []), edge]);
  }
  return byConsumer;
}
