import type { View } from "./view.ts";

/**
 * The CSS transform, about the corner, that puts a picture drawn for one view where it belongs in another: so it moves with the cards and
 * edges in the very frame in which they move, before it is drawn again.
 */
export function transformTo(drawn: View, present: View): string {
  if (drawn.x === present.x && drawn.y === present.y && drawn.zoom === present.zoom) return "";
  const scale = present.zoom / drawn.zoom;
  return `translate(${present.x - drawn.x * scale}px,${present.y - drawn.y * scale}px) scale(${scale})`;
}
