import { useMemo, type MouseEvent, type PointerEvent, type RefObject } from "react";
import { isTyping } from "../../commands/keys.ts";
import { sessionStore } from "../../stores/session-store.ts";
import type { Overlay } from "../overlay/overlay.ts";
import { notePointer, notePress } from "../state/pointer.ts";

export interface PointerHandlers {
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerDownCapture: (event: PointerEvent) => void;
  readonly onMouseDownCapture: (event: MouseEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onClickCapture: (event: MouseEvent<HTMLElement>) => void;
}

/** Where the pointer is, for pasting there, and clicks on dots, which select the event that the dot is. */
export function usePointer(overlay: RefObject<Overlay | null>): PointerHandlers {
  return useMemo(
    () => ({
      onPointerMove: (event) => notePointer({ x: event.clientX, y: event.clientY }, event.ctrlKey || event.metaKey),
      onPointerDownCapture: (event) => notePress({ x: event.clientX, y: event.clientY }),
      // With Shift it draws a box: the browser would mark all text from where it was last clicked up to here.
      onMouseDownCapture: (event) => event.shiftKey && !isTyping(event.target) && event.preventDefault(),
      onPointerLeave: () => notePointer(null),
      onClickCapture(event) {
        if (!(event.target instanceof Element) || event.target.closest(".react-flow__node, .react-flow__panel, .zone-head") !== null) return;
        const box = event.currentTarget.getBoundingClientRect();
        const root = overlay.current?.eventAt({ x: event.clientX - box.left, y: event.clientY - box.top }) ?? null;
        if (root === null) return;
        event.stopPropagation();
        sessionStore.getState().selectEvent(root);
      },
    }),
    [overlay],
  );
}
