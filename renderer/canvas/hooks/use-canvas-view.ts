import { useReactFlow, useStoreApi, type ReactFlowInstance } from "@xyflow/react";
import { useEffect } from "react";
import { boundsOf } from "../../../design/picture/rectangle.ts";
import { viewportFor, viewportRevealing, zoomedBy, type Viewport } from "../geometry/viewport.ts";
import { NEAR_ZOOM } from "../overlay/view.ts";
import { pointerNow } from "../state/pointer.ts";
import { focusZone } from "../zones/focus-zone.ts";
import { drawnElements, drawnOf } from "../state/drawn-elements.ts";
import { giveEdgesAnew } from "../state/elements-store.ts";
import { seenRectangle, viewStore, type CanvasView } from "../state/view-store.ts";
import type { FlowNode } from "../model/flow-types.ts";
import type { WireEdge } from "../edges/wire.tsx";

const MARGIN = 56;
const GLIDE_MS = 220;
/** A glide to less than this share of the zoom brings many times as much into view. */
const COMES_MUCH_INTO_VIEW = 0.6;

/** Lets commands reach the canvas while it is on the screen, and keeps track of what part of the flow is seen. */
export function useCanvasView(): void {
  const instance = useReactFlow<FlowNode, WireEdge>();
  const flow = useStoreApi<FlowNode, WireEdge>();
  useEffect(() => {
    const follow = () => {
      const { transform, width, height } = flow.getState();
      const { view } = viewStore.getState();
      const [x, y, zoom] = transform;
      if (view.x === x && view.y === y && view.zoom === zoom && view.width === width && view.height === height) return;
      viewStore.setState({ view: { x, y, zoom, width, height } });
    };
    viewStore.setState({ canvas: canvasViewOf(instance, () => flow.getState().domNode) });
    follow();
    const stop = flow.subscribe(follow);
    return () => {
      stop();
      viewStore.setState({ canvas: null });
    };
  }, [instance, flow]);
}

function canvasViewOf(instance: ReactFlowInstance<FlowNode, WireEdge>, page: () => HTMLElement | null): CanvasView {
  const go = (viewport: Viewport, glide = true) => {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const isGliding = glide && !isCalm;
    const { zoom } = screen();
    if (isGliding && viewport.zoom < zoom * COMES_MUCH_INTO_VIEW) giveEdgesAnew(seenRectangle());
    void instance.setViewport({ ...viewport }, { duration: isGliding ? GLIDE_MS : 0 });
  };
  const screen = () => viewStore.getState().view;
  return {
    fit(ids, { glide = true, largestZoom } = {}) {
      const bounds = boundsOf(ids === undefined ? drawnElements() : drawnOf(ids));
      if (bounds !== null) go(viewportFor(bounds, screen(), MARGIN, largestZoom), glide);
    },
    zoomBy: (factor) => go(zoomedBy(screen(), screen(), factor)),
    zoomTo: (zoom) => go(zoomedBy(screen(), screen(), zoom / screen().zoom)),
    setViewport: (viewport) => go(viewport, false),
    reveal(rectangle) {
      const view = screen();
      const wanted = viewportRevealing(rectangle, view, view, MARGIN / 2);
      if (wanted !== view) go(wanted);
    },
    fitNear(id) {
      const [place] = drawnOf([id]);
      if (place === undefined) return;
      const view = screen();
      const near = view.zoom < NEAR_ZOOM ? viewportFor(place, view, MARGIN) : viewportRevealing(place, view, view, MARGIN / 2);
      if (near !== view) go(near, false);
    },
    toFlow: (point) => instance.screenToFlowPosition(point, { snapToGrid: false }),
    toScreen: (point) => instance.flowToScreenPosition(point),
    centre() {
      const { x, y, zoom, width, height } = screen();
      return { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom };
    },
    pointer() {
      const point = pointerNow();
      return point === null ? null : instance.screenToFlowPosition(point, { snapToGrid: false });
    },
    focus: (id) => focusCard(id, page, 12),
    focusZone: (id) => focusZone(id),
  };
}

/** Focuses a card, which may be rendered only in one of the next frames, when the view has come there. */
function focusCard(id: string, page: () => HTMLElement | null, tries: number): void {
  const element = page()?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  if (element) element.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusCard(id, page, tries - 1));
}
