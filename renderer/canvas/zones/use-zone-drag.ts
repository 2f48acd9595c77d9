import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from "react";
import type { Point } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { snapTo } from "../../../design/picture/rectangle.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { canvasState } from "../state/canvas-state.ts";
import { zoneNameOf } from "../state/document-link.ts";
import { showDragged } from "../state/dragging.ts";
import { moveElements } from "../state/edits.ts";
import { dropMoved, sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { placesInZone } from "../state/zone-edits.ts";
import { placeZone, zonesNow } from "./zone-store.ts";
import { canvasWords } from "../../words/canvas.ts";

const THRESHOLD_PX = 3;

interface Grip {
  /** Where the pointer was pressed, px of the window. */
  readonly from: Point;
  /** Where what moves with the zone was. */
  readonly places: ReadonlyMap<string, Point>;
  readonly corner: Point;
}

export interface ZoneDragHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onKeyDownCapture: (event: KeyboardEvent) => void;
}

/** Dragging a zone by its head: all of its nodes move, and the notes in its frame, as one step of undo. Escape lets it be. */
export function useZoneDrag(id: string): ZoneDragHandlers {
  const grip = useRef<Grip | null>(null);
  return useMemo(() => {
    const end = () => {
      grip.current = null;
      canvasState.setState({ guides: [] });
      dropMoved();
    };
    return {
      onPointerDown(event) {
        const box = zonesNow().find(({ zone }) => zone.id === id);
        if (event.button !== 0 || box === undefined || event.target instanceof HTMLInputElement || isButton(event.target)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        select(id, event.shiftKey || event.ctrlKey || event.metaKey);
        grip.current = { from: { x: event.clientX, y: event.clientY }, places: placesInZone(id), corner: box };
      },
      onPointerMove(event) {
        if (grip.current === null) return;
        const { from, places, corner } = grip.current;
        const way = { x: event.clientX - from.x, y: event.clientY - from.y };
        if (sceneStore.getState().moved.size === 0 && Math.hypot(way.x, way.y) < THRESHOLD_PX) return;
        const { zoom } = viewStore.getState().view;
        const by = { x: way.x / zoom, y: way.y / zoom };
        if (places.size === 0) placeZone(id, snapTo({ x: corner.x + by.x, y: corner.y + by.y }, GRID));
        else showDragged(new Map([...places].map(([each, place]) => [each, { x: place.x + by.x, y: place.y + by.y }])));
      },
      onPointerUp() {
        if (grip.current === null) return;
        const { moved } = sceneStore.getState();
        if (moved.size > 0) moveElements(moved, { label: canvasWords.moveZoneNameOf(zoneNameOf(id)) });
        end();
      },
      onPointerCancel: end,
      onKeyDownCapture(event) {
        if (event.key !== "Escape" || grip.current === null) return;
        event.stopPropagation();
        end();
      },
    };
  }, [id]);
}

function select(id: string, more: boolean): void {
  const { selection, select: set } = sessionStore.getState();
  if (!more) {
    if (!selection.zones.includes(id) || selection.nodes.length + selection.edges.length > 0) set({ zones: [id] });
    return;
  }
  const zones = selection.zones.includes(id) ? selection.zones.filter((each) => each !== id) : [...selection.zones, id];
  set({ ...selection, zones });
}

function isButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button") !== null;
}
