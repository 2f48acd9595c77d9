import type { Rectangle } from "./rectangle.ts";
import type { Point } from "../document/schema.ts";
import type { Side } from "./card-shape.ts";

/** A cubic Bézier curve from (x0, y0) to (x3, y3), in px of the flow. */
export interface Curve {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly x3: number;
  readonly y3: number;
}

/** One end of an edge: a point and the side of its card, which the edge leaves at a right angle. */
export interface CurveEnd extends Point {
  readonly side: Side;
}

const BACKWARD = 28;
const BULGE = 46;
/** Of the height that a call climbs, and at most, px: how far it swings out; and how far it leans over, of the way aside. */
const SWING = 1;
const MOST_SWING = 260;
const TILT = 0.5;

/** The curve of an edge. Ahead it bends by half of the distance; backwards it swings out by the distance's root. */
export function curveBetween(from: CurveEnd, to: CurveEnd): Curve {
  if (from.side === "bottom" && to.side === "top" && to.y < from.y) return curveRound(from, to);
  const start = control(from, to);
  const end = control(to, from);
  return { x0: from.x, y0: from.y, x1: start.x, y1: start.y, x2: end.x, y2: end.y, x3: to.x, y3: to.y };
}

/**
 * A call to a card that is not below: out under the corner of the one, up between them, in over the corner of the other. How far
 * it swings out is what keeps it off cards that are beside each other.
 */
function curveRound(from: CurveEnd, to: CurveEnd): Curve {
  const swing = Math.min(MOST_SWING, SWING * (from.y - to.y) + BACKWARD);
  const aside = TILT * (to.x - from.x);
  return { x0: from.x, y0: from.y, x1: from.x + aside, y1: from.y + swing, x2: to.x - aside, y2: to.y - swing, x3: to.x, y3: to.y };
}

/** The curve of an edge with so many others between the same two ports: it bulges below them, far enough for a label between. */
export function besideOthers(curve: Curve, others: number): Curve {
  if (others === 0) return curve;
  return { ...curve, y1: curve.y1 + others * BULGE, y2: curve.y2 + others * BULGE };
}

/** A box that a curve lies in: that of its four points. */
export function boxOf({ x0, y0, x1, y1, x2, y2, x3, y3 }: Curve): Rectangle {
  const [x, y] = [Math.min(x0, x1, x2, x3), Math.min(y0, y1, y2, y3)];
  // A level line has a height as well, so that it can be seen.
  return { x, y, width: Math.max(x0, x1, x2, x3) - x + 1, height: Math.max(y0, y1, y2, y3) - y + 1 };
}

/** The curve as an SVG path. */
export function pathOf(curve: Curve): string {
  return `M${curve.x0},${curve.y0}C${curve.x1},${curve.y1} ${curve.x2},${curve.y2} ${curve.x3},${curve.y3}`;
}

/** The point at parameter `t`, 0 at the start and 1 at the end. */
export function pointAt(curve: Curve, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: a * curve.x0 + b * curve.x1 + c * curve.x2 + d * curve.x3,
    y: a * curve.y0 + b * curve.y1 + c * curve.y2 + d * curve.y3,
  };
}

/** Direction of travel at parameter `t`, as a unit vector; along x where the curve has no direction. */
export function tangentAt(curve: Curve, t: number): Point {
  const u = 1 - t;
  const x = u * u * (curve.x1 - curve.x0) + 2 * u * t * (curve.x2 - curve.x1) + t * t * (curve.x3 - curve.x2);
  const y = u * u * (curve.y1 - curve.y0) + 2 * u * t * (curve.y2 - curve.y1) + t * t * (curve.y3 - curve.y2);
  const length = Math.hypot(x, y);
  return length < 1e-9 ? { x: 1, y: 0 } : { x: x / length, y: y / length };
}

/** Distance from a point to the curve, to within a few px; for finding the edge under a pointer. */
export function distanceTo(curve: Curve, point: Point): number {
  const steps = 24;
  let nearest = Number.POSITIVE_INFINITY;
  let before = pointAt(curve, 0);
  for (let step = 1; step <= steps; step += 1) {
    const after = pointAt(curve, step / steps);
    nearest = Math.min(nearest, distanceToLine(before, after, point));
    before = after;
  }
  return nearest;
}

function distanceToLine(from: Point, to: Point, point: Point): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const squared = x * x + y * y;
  const share = squared === 0 ? 0 : ((point.x - from.x) * x + (point.y - from.y) * y) / squared;
  const clamped = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - clamped * x, point.y - from.y - clamped * y);
}

function control(end: CurveEnd, other: CurveEnd): Point {
  switch (end.side) {
    case "right":
      return { x: end.x + reach(other.x - end.x), y: end.y };
    case "left":
      return { x: end.x - reach(end.x - other.x), y: end.y };
    case "bottom":
      return { x: end.x, y: end.y + reach(other.y - end.y) };
    case "top":
      return { x: end.x, y: end.y - reach(end.y - other.y) };
  }
}

function reach(ahead: number): number {
  return ahead >= 0 ? ahead / 2 : BACKWARD * 0.25 * Math.sqrt(-ahead) + BACKWARD;
}
