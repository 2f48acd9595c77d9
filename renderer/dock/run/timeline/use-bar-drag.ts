import { useRef, useState, type PointerEvent } from "react";
import type { Grip } from "./grips.ts";
import type { Span } from "./spans.ts";
import { useTimelineScale } from "./timeline-scale.ts";
import { useEscape } from "./use-escape.ts";

/** Pointers move at least so far, in pixels, before a bar does. */
export const SLOP_PX = 4;
/** So far up or down, in pixels, is one rung of a level. */
export const RUNG_PX = 14;

/** The values as they were when the drag began. */
interface Held {
  readonly span: Span;
  readonly level?: number;
}

interface BarDragOptions {
  readonly span: Span;
  /** Undefined where up and down mean nothing. */
  readonly level: number | undefined;
  /** `by` is in ms of design time, or rungs of the level, from where the drag began. */
  readonly onDrag: (from: Held, grip: Grip, by: number, pointer: { clientX: number; clientY: number }) => void;
  readonly onDragEnd: () => void;
  /** Escape was pressed: everything is as it was when the drag began. */
  readonly onDragCancel: (from: Held, grip: Grip) => void;
  /** It was pressed and let go without moving, or by the keyboard. */
  readonly onClick: () => void;
}

interface Drag {
  readonly held: Held;
  readonly x: number;
  readonly y: number;
  /** The end that was taken hold of, if one was. */
  readonly end: "start" | "end" | undefined;
  /** Decided by where the pointer first goes. */
  grip: Grip | null;
  isOver: boolean;
}

/** Handlers that make a bar draggable: sideways in time, by its ends in length, up and down in level; a drag keeps to what it began as. */
export function useBarDrag({ span, level, onDrag, onDragEnd, onDragCancel, onClick }: BarDragOptions) {
  const drag = useRef<Drag | null>(null);
  const [isDragging, setDragging] = useState(false);
  const { lengthMs, hold } = useTimelineScale();

  function end(): void {
    const from = drag.current;
    if (from === null || from.grip === null || from.isOver) return;
    from.isOver = true;
    setDragging(false);
    hold(false);
    onDragEnd();
  }

  useEscape(isDragging, () => {
    const from = drag.current;
    if (from !== null && from.grip !== null) onDragCancel(from.held, from.grip);
    end();
  });

  return {
    onPointerDown({ button, target, currentTarget, clientX, clientY, pointerId }: PointerEvent<HTMLElement>): void {
      if (button !== 0) return;
      const { grip } = (target as HTMLElement).dataset;
      drag.current = { held: { span, ...(level === undefined ? {} : { level }) }, x: clientX, y: clientY, end: grip === "start" || grip === "end" ? grip : undefined, grip: null, isOver: false };
      currentTarget.setPointerCapture(pointerId);
    },
    onPointerMove({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void {
      const from = drag.current;
      const trackWidth = currentTarget.parentElement?.clientWidth ?? 0;
      if (from === null || from.isOver || trackWidth === 0) return;
      const [right, up] = [clientX - from.x, from.y - clientY];
      if (from.grip === null) {
        if (Math.max(Math.abs(right), Math.abs(up)) < SLOP_PX) return;
        from.grip = from.end ?? (level !== undefined && Math.abs(up) > Math.abs(right) ? "level" : "move");
        hold(true);
        setDragging(true);
      }
      onDrag(from.held, from.grip, from.grip === "level" ? Math.trunc(up / RUNG_PX) : (right / trackWidth) * lengthMs, { clientX, clientY });
    },
    onPointerUp: end,
    onPointerCancel(): void {
      end();
      drag.current = null;
    },
    onClick(): void {
      const dragged = drag.current !== null && drag.current.grip !== null;
      drag.current = null;
      if (!dragged) onClick();
    },
  };
}
