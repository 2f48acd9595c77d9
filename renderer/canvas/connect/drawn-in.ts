import type { Design } from "../../../design/document/schema.ts";
import type { Connecting } from "../state/canvas-state.ts";
import { designNow } from "../state/document-link.ts";

type Graph = Pick<Design, "nodes" | "edges">;

/** What an edge is drawn in: the design, without the edge of which an end is being moved, which stands in nobody's way. */
export function drawnIn(connecting: Pick<Connecting, "edge"> | null): Graph {
  const design = designNow();
  const edge = connecting?.edge;
  return edge === undefined ? design : withoutEdge(design, edge);
}

/** The graph without an edge. */
export function withoutEdge({ nodes, edges }: Graph, id: string): Graph {
  return { nodes, edges: edges.filter((edge) => edge.id !== id) };
}
