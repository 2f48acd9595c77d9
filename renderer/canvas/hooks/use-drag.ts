import type { NodeChange } from "@xyflow/react";
import { useMemo } from "react";
import type { Point } from "../../../design/document/schema.ts";
import { canInsert } from "../connect/insertion.ts";
import { edgeAt } from "../model/hit.ts";
import { canvasState } from "../state/canvas-state.ts";
import { designNow } from "../state/document-link.ts";
import { showDragged } from "../state/dragging.ts";
import { insertIntoEdge, moveElements } from "../state/edits.ts";
import { travelled } from "../state/pointer.ts";
import { dropMoved, sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import type { FlowNode } from "../model/flow-types.ts";
import type { ZoneChanges } from "../zones/zone-drop.ts";
import { forgetHint, hintZones } from "../zones/zone-hints.ts";
import { holdZones, releaseZones } from "../zones/zone-store.ts";

const EDGE_REACH_PX = 26;

export interface DragHandlers {
  readonly start: () => void;
  /** Takes React Flow's changes; only those of a drag are ours. */
  readonly drag: (changes: readonly NodeChange<FlowNode>[]) => void;
  /** Puts the whole drag into the document as one step. */
  readonly drop: () => void;
}

/** Dragging cards: aligned with others or on the grid, into and out of zones, kept out of the document until they are let go. */
export function useDrag(): DragHandlers {
  return useMemo(() => createDrag(), []);
}

function createDrag(): DragHandlers {
  let raw = new Map<string, Point>();
  let before: Point = { x: 0, y: 0 };
  let zones: ZoneChanges = new Map();
  return {
    start() {
      before = travelled();
    },
    drag(changes) {
      const isFirst = raw.size === 0;
      let isDragging = false;
      for (const change of changes) {
        if (change.type !== "position" || change.dragging !== true || change.position === undefined) continue;
        raw.set(change.id, shifted(change.position, before));
        isDragging = true;
      }
      if (!isDragging) return;
      const dragged = new Set(raw.keys());
      if (isFirst) holdZones(dragged);
      showDragged(raw);
      zones = hintZones(dragged);
      const dropEdge = dragged.size === 1 ? edgeUnder([...dragged][0] ?? "") : null;
      if (canvasState.getState().dropEdge !== dropEdge) canvasState.setState({ dropEdge });
    },
    drop() {
      const { moved } = sceneStore.getState();
      const { dropEdge } = canvasState.getState();
      const [only] = moved.keys();
      raw = new Map();
      canvasState.setState({ guides: [], dropEdge: null });
      forgetHint();
      if (moved.size > 0) {
        if (dropEdge !== null && moved.size === 1 && only !== undefined) insertIntoEdge(only, dropEdge, moved, zones);
        else moveElements(moved, { zones });
        dropMoved();
      }
      releaseZones();
    },
  };
}

/** React Flow begins a drag where the pointer was when it had come some way; that way counts as well. */
function shifted(position: Point, before: Point): Point {
  const { zoom } = viewStore.getState().view;
  return { x: position.x + before.x / zoom, y: position.y + before.y / zoom };
}

/** The edge that a lone card would be inserted into, were it let go where it is now. */
function edgeUnder(id: string): string | null {
  const { scene } = sceneStore.getState();
  const card = scene.cards.get(id);
  if (card === undefined) return null;
  const middle = { x: card.x + card.width / 2, y: card.y + card.height / 2 };
  const edge = edgeAt(scene, middle, EDGE_REACH_PX / Math.min(1, viewStore.getState().view.zoom), id);
  return edge !== undefined && canInsert(designNow(), edge, id) ? edge : null;
}
