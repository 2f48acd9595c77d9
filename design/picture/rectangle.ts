import type { Point } from "../document/schema.ts";

/** An upright rectangle in px of the flow. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A card by id. */
export interface Placed extends Rectangle {
  readonly id: string;
}

/** The smallest rectangle around all of them; null around none. */
export function boundsOf(rectangles: readonly Rectangle[]): Rectangle | null {
  if (rectangles.length === 0) return null;
  const left = Math.min(...rectangles.map((each) => each.x));
  const top = Math.min(...rectangles.map((each) => each.y));
  const right = Math.max(...rectangles.map((each) => each.x + each.width));
  const bottom = Math.max(...rectangles.map((each) => each.y + each.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Tells whether two rectangles share more than an edge. */
export function overlaps(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
  );
}

/** Tells whether a point lies in a rectangle that is grown by `margin` on every side. */
export function contains(rectangle: Rectangle, point: Point, margin = 0): boolean {
  return (
    point.x >= rectangle.x - margin &&
    point.x <= rectangle.x + rectangle.width + margin &&
    point.y >= rectangle.y - margin &&
    point.y <= rectangle.y + rectangle.height + margin
  );
}

/** The nearest point of a grid. */
export function snapTo(point: Point, grid: number): Point {
  return { x: Math.round(point.x / grid) * grid, y: Math.round(point.y / grid) * grid };
}
