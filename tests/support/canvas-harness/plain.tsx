import { ReactFlow, type Edge, type Node } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { createRoot } from "react-dom/client";
import { chains } from "./designs.ts";

/** As many nodes and edges as the canvas is measured with, but React Flow's own and nothing else. */
const count = Number(new URLSearchParams(location.search).get("nodes") ?? 300);
const { design } = chains(count, Math.round(count * 1.5));
const nodes: Node[] = design.nodes.map((node) => ({ id: node.id, position: node.position, data: { label: node.name }, width: 208, height: 104 }));
const edges: Edge[] = design.edges.map((edge) => ({ id: edge.id, source: edge.from.node, target: edge.to.node }));

const root = document.querySelector("#root");
if (root !== null) {
  createRoot(root).render(
    <div style={{ position: "fixed", inset: 0 }}>
      <ReactFlow defaultNodes={nodes} defaultEdges={edges} onlyRenderVisibleElements fitView minZoom={0.08} />
    </div>,
  );
}
