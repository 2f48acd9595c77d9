import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { isImplicitQueue } from "../../../design/graph/implicit-queue.ts";
import type { WireData, WireEdge } from "../edges/wire.tsx";
import { edgeGist } from "./edge-gist.ts";
import type { Scene } from "./scene.ts";

/** Edges as React Flow takes them, by edge id. */
export type WireEdges = ReadonlyMap<string, WireEdge>;

interface Graph {
  readonly nodes: readonly DesignNode[];
  readonly edges: readonly DesignEdge[];
}

/** Ids of the edges that stand for a queue of their own (rule G2). */
export function queueEdges(design: Graph): ReadonlySet<string> {
  const nodes = new Map(design.nodes.map((node) => [node.id, node]));
  const queues = design.edges.filter((edge) => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    return from !== undefined && to !== undefined && isImplicitQueue(edge, from, to);
  });
  return new Set(queues.map((edge) => edge.id));
}

/** React Flow's edges of a design; the same objects as before where nothing they show has changed. */
export function wireEdgesOf(
  design: Graph,
  scene: Scene,
  selected: ReadonlySet<string>,
  before: WireEdges,
): WireEdges {
  const queues = queueEdges(design);
  const nodes = new Map(design.nodes.map((node) => [node.id, node]));
  const after = new Map<string, WireEdge>();
  for (const edge of design.edges) {
    if (!scene.wires.has(edge.id)) continue;
    after.set(edge.id, wireEdgeOf(edge, { label: edge.label || edgeGist(edge, nodes.get(edge.from.node)), isQueue: queues.has(edge.id) }, selected.has(edge.id), before.get(edge.id)));
  }
  return after;
}

function wireEdgeOf(edge: DesignEdge, data: WireData, isSelected: boolean, before: WireEdge | undefined): WireEdge {
  const isSame =
    before?.data !== undefined &&
    before.data.label === data.label &&
    before.data.isQueue === data.isQueue &&
    before.source === edge.from.node &&
    before.sourceHandle === edge.from.port &&
    before.target === edge.to.node &&
    before.targetHandle === edge.to.port;
  if (isSame && before.selected === isSelected) return before;
  return {
    id: edge.id,
    type: "wire",
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: edge.to.port,
    data: isSame ? before.data : data,
    selected: isSelected,
  };
}
