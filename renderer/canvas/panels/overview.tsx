import { MiniMap, type MiniMapNodeProps } from "@xyflow/react";
import { memo, useEffect, useState } from "react";
import { categoryOf } from "../../../design/kinds/registry.ts";
import { boundsOf } from "../../../design/picture/rectangle.ts";
import type { FlowNode } from "../model/flow-types.ts";
import { sceneStore, useScene } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";

const REST_MS = 250;

/** A map of the whole design, while part of it is out of view. */
export function Overview() {
  const isNeeded = useIsCutAtRest();
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

/** Whether some card is out of view, judged when the view has come to rest, so that the map does not come and go. */
function useIsCutAtRest(): boolean {
  const [isCutNow, setCut] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setCut(isCut(viewStore.getState())), REST_MS);
    };
    later();
    const stops = [viewStore.subscribe(later), sceneStore.subscribe(later)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
  return isCutNow;
}

/** Whether some card is out of view. */
function isCut({ view }: ReturnType<typeof viewStore.getState>): boolean {
  const bounds = boundsOf([...sceneStore.getState().scene.cards.values()]);
  if (bounds === null || view.width === 0) return false;
  const left = bounds.x * view.zoom + view.x;
  const top = bounds.y * view.zoom + view.y;
  return left < 0 || top < 0 || left + bounds.width * view.zoom > view.width || top + bounds.height * view.zoom > view.height;
}
