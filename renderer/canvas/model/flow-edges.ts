import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { queueEdges } from "../../../design/picture/queue-edges.ts";
import type { WireData, WireEdge } from "../edges/wire.tsx";
import { edgeGist } from "../../../design/picture/edge-gist.ts";
import type { Scene } from "../../../design/picture/scene.ts";

/** Edges as React Flow takes them, by edge id. */
export type WireEdges = ReadonlyMap<string, WireEdge>;

interface Graph {
  readonly nodes: readonly DesignNode[];
  readonly edges: readonly DesignEdge[];
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
    reconnectable: isSelected,
  };
}
