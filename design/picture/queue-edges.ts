import type { DesignEdge, DesignNode } from "../document/schema.ts";
import { isImplicitQueue } from "../graph/implicit-queue.ts";

/** Ids of the edges that stand for a queue of their own (rule G2). */
export function queueEdges(design: { readonly nodes: readonly DesignNode[]; readonly edges: readonly DesignEdge[] }): ReadonlySet<string> {
  const nodes = new Map(design.nodes.map((node) => [node.id, node]));
  const queues = design.edges.filter((edge) => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    return from !== undefined && to !== undefined && isImplicitQueue(edge, from, to);
  });
  return new Set(queues.map((edge) => edge.id));
}
