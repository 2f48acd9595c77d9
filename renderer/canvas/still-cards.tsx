import { ReactFlow, ReactFlowProvider, type NodeTypes } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useLayoutEffect, useMemo } from "react";
import type { Design } from "../../design/document/schema.ts";
import { sceneOf } from "../../design/picture/scene.ts";
import { sessionStore } from "../stores/session-store.ts";
import "./canvas.css";
import type { WireEdge } from "./edges/wire.tsx";
import { cardNodesOf } from "./model/flow-nodes.ts";
import { Card } from "./nodes/card.tsx";
import "./nodes/card.css";
import "./nodes/ports.css";
import { OverlayLayer } from "./overlay/overlay-layer.tsx";
import { sceneStore } from "./state/scene-store.ts";
import { viewStore } from "./state/view-store.ts";

export interface StillCardsProps {
  /** Its edges are not drawn; cards read from them what leaves their ports. */
  readonly design: Pick<Design, "nodes" | "edges">;
  readonly selected: readonly string[];
  readonly zoom: number;
  /** Px of the screen. */
  readonly width: number;
  readonly height: number;
}

const NODE_TYPES: NodeTypes = { card: Card };
const NO_EDGES: WireEdge[] = [];
const NO_OVERLAY = () => {};

/** The cards of a design at one zoom, to be looked at: they cannot be moved, and the page scrolls over them. Only where no canvas is. */
export function StillCards({ design, selected, zoom, width, height }: StillCardsProps) {
  const scene = useMemo(() => sceneOf(design, new Map()), [design]);
  const nodes = useMemo(() => [...cardNodesOf(design.nodes, scene, new Set(selected), new Map()).values()], [design, scene, selected]);
  useLayoutEffect(() => {
    // Cards read where they are, and how near, from the stores of the canvas.
    viewStore.setState({ view: { x: 0, y: 0, zoom, width, height } });
    sceneStore.setState({ design, scene });
    sessionStore.getState().select({ nodes: [...selected] });
  }, [zoom, width, height, design, scene, selected]);
  return (
    <div className="canvas" style={{ height }}>
      <ReactFlowProvider>
        <ReactFlow
          nodes={nodes}
          edges={NO_EDGES}
          nodeTypes={NODE_TYPES}
          defaultViewport={{ x: 0, y: 0, zoom }}
          minZoom={zoom}
          maxZoom={zoom}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          zoomOnPinch={false}
          preventScrolling={false}
          disableKeyboardA11y
          proOptions={{ hideAttribution: true }}
        />
      </ReactFlowProvider>
      <OverlayLayer onOverlay={NO_OVERLAY} />
    </div>
  );
}
