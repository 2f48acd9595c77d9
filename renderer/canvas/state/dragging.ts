import type { Point } from "../../../design/document/schema.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import { overlaps } from "../../../design/picture/rectangle.ts";
import { snapGroup } from "../geometry/guides.ts";
import { canvasState } from "./canvas-state.ts";
import { designNow } from "./document-link.ts";
import { sceneStore, showMoved } from "./scene-store.ts";
import { seenRectangle, viewStore } from "./view-store.ts";

const SNAP_PX = 6;

/** Draws what is dragged to `raw` places, px of the flow, aligned with other cards or on the grid, and the guides of that. */
export function showDragged(raw: ReadonlyMap<string, Point>): void {
  const { scene } = sceneStore.getState();
  const moving = [...raw].map(([id, position]) => ({ ...position, ...sizeOf(id) }));
  const seen = seenRectangle();
  const others = [...scene.cards.values()].filter((card) => !raw.has(card.id) && overlaps(card, seen));
  const snap = snapGroup(moving, others, SNAP_PX / viewStore.getState().view.zoom);
  showMoved(new Map([...raw].map(([id, position]) => [id, { x: position.x + snap.dx, y: position.y + snap.dy }])));
  canvasState.setState({ guides: snap.guides });
}

function sizeOf(id: string): { width: number; height: number } {
  const card = sceneStore.getState().scene.cards.get(id);
  if (card !== undefined) return { width: card.width, height: card.height };
  return designNow().annotations?.find((annotation) => annotation.id === id)?.size ?? NOTE_SIZE;
}
