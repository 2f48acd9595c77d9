import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Point } from "../../../design/document/schema.ts";
import { levelAt, type Level, type View } from "../overlay/view.ts";
import type { Viewport } from "../geometry/viewport.ts";
import type { Rectangle } from "../../../design/picture/rectangle.ts";

/** What commands can ask of the canvas on the screen. */
export interface CanvasView {
  /** Brings nodes into view, enlarged no further than `largestZoom`; all of them without ids. */
  fit(ids?: readonly string[], options?: { readonly glide?: boolean; readonly largestZoom?: number }): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  setViewport(viewport: Viewport): void;
  /** Scrolls as little as needed to have a rectangle of the flow in view. */
  reveal(rectangle: Rectangle): void;
  /** Comes close enough to a node for its texts to be edited. */
  fitNear(id: string): void;
  toFlow(point: Point): Point;
  toScreen(point: Point): Point;
  /** Middle of what is seen, px of the flow. */
  centre(): Point;
  /** Where the pointer was last seen over the canvas, px of the flow. */
  pointer(): Point | null;
  /** Puts the keyboard on a node's card, which is rendered if it was not. */
  focus(id: string): void;
  /** Puts the keyboard on a zone's head. */
  focusZone(id: string): void;
}

interface ViewState {
  readonly view: View;
  /** Null while no canvas is on the screen. */
  readonly canvas: CanvasView | null;
}

/** What part of the flow is seen; kept while the window shows something else. */
export const viewStore = createStore<ViewState>()(() => ({ view: { x: 0, y: 0, zoom: 1, width: 0, height: 0 }, canvas: null }));

/** What part of the flow is seen, px of the flow. */
export function seenRectangle(): Rectangle {
  const { x, y, zoom, width, height } = viewStore.getState().view;
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** How much cards show at the present zoom; re-renders only when that changes. */
export function useLevel(): Level {
  return useStore(viewStore, (state) => levelAt(state.view.zoom));
}

/** The zoom in whole per cent, for the controls. */
export function useZoomPercent(): number {
  return useStore(viewStore, (state) => Math.round(state.view.zoom * 100));
}
