import type { Point } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import type { Rectangle } from "../../../design/picture/rectangle.ts";

/** Which edges of a rectangle a handle moves: `se` the right and the lower one. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** The least that a note can be made, px of the flow: a word on a line. */
export const LEAST_SIZE = { width: 80, height: 40 } as const;

/** A rectangle after one of its handles was moved, its edges on the grid; the opposite edges stay, and it keeps its least size. */
export function resized(before: Rectangle, handle: Handle, by: Point): Rectangle {
  const across = spanAfter(before.x, before.width, LEAST_SIZE.width, { start: handle.includes("w"), end: handle.includes("e") }, by.x);
  const down = spanAfter(before.y, before.height, LEAST_SIZE.height, { start: handle.startsWith("n"), end: handle.startsWith("s") }, by.y);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function spanAfter(start: number, length: number, least: number, moves: { start: boolean; end: boolean }, by: number): { start: number; length: number } {
  if (moves.start) {
    const to = Math.min(onGrid(start + by), start + length - least);
    return { start: to, length: start + length - to };
  }
  return { start, length: moves.end ? Math.max(least, onGrid(start + length + by) - start) : length };
}

function onGrid(value: number): number {
  return Math.round(value / GRID) * GRID;
}
