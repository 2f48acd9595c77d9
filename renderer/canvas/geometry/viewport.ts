import type { Rectangle } from "../../../design/picture/rectangle.ts";

export const MIN_ZOOM = 0.08;
export const MAX_ZOOM = 3;
/** Fitting does not enlarge beyond this unless it is asked to: a design of two nodes is not blown up to the window. */
const LARGEST_FIT = 1;

/** Part of the flow on the screen: screen = flow × zoom + (x, y). */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The viewport that shows a rectangle of the flow in the middle of the screen, with a margin in px around it. */
export function viewportFor(bounds: Rectangle, screen: Size, margin: number, largest = LARGEST_FIT): Viewport {
  const across = Math.max(1, screen.width - 2 * margin) / Math.max(1, bounds.width);
  const down = Math.max(1, screen.height - 2 * margin) / Math.max(1, bounds.height);
  const zoom = Math.min(largest, Math.max(MIN_ZOOM, Math.min(across, down)));
  return {
    x: screen.width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: screen.height / 2 - (bounds.y + bounds.height / 2) * zoom,
    zoom,
  };
}

/** The viewport moved by as little as it takes to show a rectangle with a margin; the same one when it is in view. */
export function viewportRevealing(bounds: Rectangle, screen: Size, viewport: Viewport, margin: number): Viewport {
  const left = bounds.x * viewport.zoom + viewport.x;
  const top = bounds.y * viewport.zoom + viewport.y;
  const dx = shiftInto(left, bounds.width * viewport.zoom, screen.width, margin);
  const dy = shiftInto(top, bounds.height * viewport.zoom, screen.height, margin);
  return dx === 0 && dy === 0 ? viewport : { x: viewport.x + dx, y: viewport.y + dy, zoom: viewport.zoom };
}

function shiftInto(start: number, length: number, room: number, margin: number): number {
  if (length + 2 * margin > room) return (room - length) / 2 - start;
  if (start < margin) return margin - start;
  return start + length > room - margin ? room - margin - start - length : 0;
}

/** The viewport zoomed by a factor about the middle of the screen. */
export function zoomedBy(viewport: Viewport, screen: Size, factor: number): Viewport {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, viewport.zoom * factor));
  const ratio = zoom / viewport.zoom;
  const [x, y] = [screen.width / 2, screen.height / 2];
  return { x: x - (x - viewport.x) * ratio, y: y - (y - viewport.y) * ratio, zoom };
}
