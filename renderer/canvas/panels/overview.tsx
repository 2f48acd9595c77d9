import { MiniMap, type MiniMapNodeProps } from "@xyflow/react";
import { memo } from "react";
import { useStore } from "zustand";
import { categoryOf } from "../../ui/kind-icon.tsx";
import { boundsOf } from "../geometry/rectangle.ts";
import type { FlowNode } from "../model/flow-types.ts";
import { sceneStore, useScene } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";

/** A map of the whole design, while part of it is out of view. */
export function Overview() {
  const isNeeded = useStore(viewStore, isCut);
  const count = useScene((scene) => scene.cards.size);
  if (!isNeeded || count < 2) return null;
  return (
    <MiniMap<FlowNode>
      className="canvas-map"
      nodeComponent={MapNode}
      nodeClassName={(node) => (node.type === "card" ? categoryOf(node.data.node.kind) : "note")}
      pannable
      zoomable
      ariaLabel="Map of the design"
    />
  );
}

const MapNode = memo(function MapNode({ x, y, width, height, className, selected }: MiniMapNodeProps) {
  return <rect className={`map-node ${className}`} data-selected={selected || undefined} x={x} y={y} width={width} height={height} rx={18} />;
});

/** Whether some card is out of view. */
function isCut({ view }: ReturnType<typeof viewStore.getState>): boolean {
  const bounds = boundsOf([...sceneStore.getState().scene.cards.values()]);
  if (bounds === null || view.width === 0) return false;
  const left = bounds.x * view.zoom + view.x;
  const top = bounds.y * view.zoom + view.y;
  return left < 0 || top < 0 || left + bounds.width * view.zoom > view.width || top + bounds.height * view.zoom > view.height;
}
