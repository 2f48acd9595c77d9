import type { Point } from "../../../design/document/schema.ts";
import { distanceTo, type Curve } from "../../../design/picture/curve.ts";
import { contains } from "../../../design/picture/rectangle.ts";
import type { Card, Scene } from "../../../design/picture/scene.ts";

/** The card under a point, the last drawn first; `margin` px around it count too. */
export function cardAt(scene: Scene, point: Point, margin = 0): Card | undefined {
  return [...scene.cards.values()].findLast((card) => contains(card, point, margin));
}

/** The id of the nearest event edge within `reach` of a point, leaving out those that touch `except`. */
export function edgeAt(scene: Scene, point: Point, reach: number, except?: string): string | undefined {
  let nearest: string | undefined;
  let least = reach;
  for (const [id, wire] of scene.wires) {
    if (wire.type !== "event" || wire.from === except || wire.to === except) continue;
    if (!mayBeNear(wire.curve, point, least)) continue;
    const distance = distanceTo(wire.curve, point);
    if (distance > least) continue;
    least = distance;
    nearest = id;
  }
  return nearest;
}

/** A curve lies within the hull of its four points. */
function mayBeNear(curve: Curve, point: Point, reach: number): boolean {
  const { x0, x1, x2, x3, y0, y1, y2, y3 } = curve;
  return (
    point.x >= Math.min(x0, x1, x2, x3) - reach &&
    point.x <= Math.max(x0, x1, x2, x3) + reach &&
    point.y >= Math.min(y0, y1, y2, y3) - reach &&
    point.y <= Math.max(y0, y1, y2, y3) + reach
  );
}
