import { useMemo, type DragEvent } from "react";
import { isKindType } from "../../../design/kinds/registry.ts";
import { KIND_DRAG_TYPE } from "../../palette/drag-type.ts";
import { placeFor } from "../connect/quick-add.ts";
import { edgeAt } from "../model/hit.ts";
import { canvasState } from "../state/canvas-state.ts";
import { addNodeAt, addNodeIntoEdge } from "../state/edits.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { zoneAt } from "../zones/zone-drop.ts";
import { forgetHint, hintZoneForNew } from "../zones/zone-hints.ts";
import { zonesNow } from "../zones/zone-store.ts";

const EDGE_REACH_PX = 26;

export interface DropHandlers {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Takes kinds from the palette: onto empty canvas, or into an edge. */
export function useDropKind(): DropHandlers {
  return useMemo(
    () => ({
      onDragOver(event) {
        if (!event.dataTransfer.types.includes(KIND_DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        const dropEdge = edgeUnder(event);
        if (canvasState.getState().dropEdge !== dropEdge) canvasState.setState({ dropEdge });
        const place = viewStore.getState().canvas?.toFlow({ x: event.clientX, y: event.clientY });
        if (place !== undefined) hintZoneForNew(zoneAt(zonesNow(), place), place);
      },
      onDragLeave() {
        canvasState.setState({ dropEdge: null });
        forgetHint();
      },
      onDrop(event) {
        const kind = event.dataTransfer.getData(KIND_DRAG_TYPE);
        const { canvas } = viewStore.getState();
        canvasState.setState({ dropEdge: null });
        forgetHint();
        if (!isKindType(kind) || canvas === null) return;
        event.preventDefault();
        const place = placeFor({ kind }, canvas.toFlow({ x: event.clientX, y: event.clientY }));
        const edge = edgeUnder(event);
        if (edge === null || !addNodeIntoEdge(kind, edge, place)) addNodeAt(kind, place);
      },
    }),
    [],
  );
}

function edgeUnder(event: DragEvent): string | null {
  const { canvas, view } = viewStore.getState();
  if (canvas === null) return null;
  const point = canvas.toFlow({ x: event.clientX, y: event.clientY });
  return edgeAt(sceneStore.getState().scene, point, EDGE_REACH_PX / Math.min(1, view.zoom)) ?? null;
}
