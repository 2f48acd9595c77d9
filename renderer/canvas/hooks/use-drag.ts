import type { NodeChange } from "@xyflow/react";
import { useRef } from "react";
import type { Point } from "../../../design/document/schema.ts";
import { canInsert } from "../connect/insertion.ts";
import { snapGroup } from "../geometry/guides.ts";
import { overlaps, type Rectangle } from "../../../design/picture/rectangle.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import { edgeAt } from "../model/hit.ts";
import { canvasState } from "../state/canvas-state.ts";
import { designNow } from "../state/document-link.ts";
import { insertIntoEdge, moveElements } from "../state/edits.ts";
import { travelled } from "../state/pointer.ts";
import { dropMoved, sceneStore, showMoved } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import type { FlowNode } from "../model/flow-types.ts";

const SNAP_PX = 6;
const EDGE_REACH_PX = 26;

export interface DragHandlers {
  readonly start: () => void;
  /** Takes React Flow's changes; only those of a drag are ours. */
  readonly drag: (changes: readonly NodeChange<FlowNode>[]) => void;
  /** Puts the whole drag into the document as one step. */
  readonly drop: () => void;
}

/** Dragging cards: aligned with others or on the grid, kept out of the document until they are let go. */
export function useDrag(): DragHandlers {
  const raw = useRef(new Map<string, Point>());
  const before = useRef<Point>({ x: 0, y: 0 });
  return {
    start() {
      before.current = travelled();
    },
    drag(changes) {
      let isDragging = false;
      for (const change of changes) {
        if (change.type !== "position" || change.dragging !== true || change.position === undefined) continue;
        raw.current.set(change.id, shifted(change.position, before.current));
        isDragging = true;
      }
      if (isDragging) settle(raw.current);
    },
    drop() {
      const { moved } = sceneStore.getState();
      const { dropEdge } = canvasState.getState();
      const [only] = moved.keys();
      raw.current = new Map();
      canvasState.setState({ guides: [], dropEdge: null });
      if (moved.size === 0) return;
      if (dropEdge !== null && moved.size === 1 && only !== undefined) insertIntoEdge(only, dropEdge, moved);
      else moveElements(moved);
      dropMoved();
    },
  };
}

/** React Flow begins a drag where the pointer was when it had come some way; that way counts as well. */
function shifted(position: Point, before: Point): Point {
  const { zoom } = viewStore.getState().view;
  return { x: position.x + before.x / zoom, y: position.y + before.y / zoom };
}

/** Aligns what is dragged and says what happens if it is let go here. */
function settle(raw: ReadonlyMap<string, Point>): void {
  const { scene } = sceneStore.getState();
  const { zoom } = viewStore.getState().view;
  const moving = [...raw].map(([id, position]) => ({ ...position, ...sizeOf(id) }));
  const seen = seenRectangle();
  const others = [...scene.cards.values()].filter((card) => !raw.has(card.id) && overlaps(card, seen));
  const snap = snapGroup(moving, others, SNAP_PX / zoom);
  showMoved(new Map([...raw].map(([id, position]) => [id, { x: position.x + snap.dx, y: position.y + snap.dy }])));
  canvasState.setState({ guides: snap.guides, dropEdge: raw.size === 1 ? edgeUnder([...raw.keys()][0] ?? "") : null });
}

function sizeOf(id: string): { width: number; height: number } {
  const card = sceneStore.getState().scene.cards.get(id);
  if (card !== undefined) return { width: card.width, height: card.height };
  return designNow().annotations?.find((annotation) => annotation.id === id)?.size ?? NOTE_SIZE;
}

function seenRectangle(): Rectangle {
  const { x, y, zoom, width, height } = viewStore.getState().view;
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
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
