import type { Point } from "../../../design/document/schema.ts";

let now: Point | null = null;
let down: Point = { x: 0, y: 0 };
let isKeeping = false;

/** Remembers where the pointer is, px of the window; null when it has left the canvas. */
export function notePointer(point: Point | null, keeps = false): void {
  now = point;
  isKeeping = keeps;
}

/** Whether Ctrl (or Cmd) is held while the pointer moves: what is dragged keeps the zone that it is in. */
export function keepsZone(): boolean {
  return isKeeping;
}

/** Remembers where the pointer was pressed. */
export function notePress(point: Point): void {
  down = point;
  now = point;
}

/** Where the pointer is over the canvas, px of the window. */
export function pointerNow(): Point | null {
  return now;
}

/** How far the pointer has come since it was pressed, px of the window. */
export function travelled(): Point {
  return now === null ? { x: 0, y: 0 } : { x: now.x - down.x, y: now.y - down.y };
}
