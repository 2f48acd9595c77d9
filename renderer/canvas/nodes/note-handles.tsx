import { useRef, type PointerEvent } from "react";
import type { Annotation, Point } from "../../../design/document/schema.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Rectangle } from "../../../design/picture/rectangle.ts";
import { HANDLES, resized, type Handle } from "../geometry/resize.ts";
import { sizeNote } from "../state/note-edits.ts";
import { sceneStore, showSizing } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";

interface Grip {
  readonly handle: Handle;
  readonly from: Point;
  readonly before: Rectangle;
}

/** Squares at a note's edges and corners that are dragged to resize it: drawn at once, one step of undo when let go. */
export function NoteHandles({ annotation: { id, position, size = NOTE_SIZE } }: { readonly annotation: Annotation }) {
  const grip = useRef<Grip | null>(null);
  const take = (handle: Handle) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { handle, from: { x: event.clientX, y: event.clientY }, before: { ...position, ...size } };
  };
  const move = (event: PointerEvent) => {
    if (grip.current === null) return;
    const { handle, from, before } = grip.current;
    const { zoom } = viewStore.getState().view;
    showSizing({ id, ...resized(before, handle, { x: (event.clientX - from.x) / zoom, y: (event.clientY - from.y) / zoom }) });
  };
  const end = (isKept: boolean) => {
    const { sizing } = sceneStore.getState();
    if (grip.current === null) return;
    grip.current = null;
    if (isKept && sizing !== null) sizeNote(id, sizing);
    showSizing(null);
  };
  return HANDLES.map((handle) => (
    <span
      key={handle}
      className="note-handle nodrag nopan"
      data-handle={handle}
      onPointerDown={take(handle)}
      onPointerMove={move}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
    />
  ));
}
