import type { Fragment } from "../../../design/document/fragment.ts";
import type { Point } from "../../../design/document/schema.ts";
import { CARD_HEIGHT, CARD_WIDTH, GRID } from "../../../design/picture/card-shape.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import { boundsOf, contains, snapTo, type Rectangle } from "../../../design/picture/rectangle.ts";

/** A little down and to the right, so that a copy does not hide what it is of. */
const BESIDE = 32;
const TRIES = 200;

export interface PasteSite {
  /** Where the pointer is over the canvas, px of the flow. */
  readonly pointer: Point | null;
  /** What part of the flow is seen. */
  readonly seen: Rectangle;
  /** Corners of what is drawn already. */
  readonly taken: readonly Point[];
}

/**
 * How far a fragment moves when it is pasted: its middle to the pointer; without a pointer a little beside where it was
 * while the middle of that is seen, else into the middle of what is seen. Never exactly onto what is there, as a second copy would be.
 */
export function pasteOffset({ nodes, annotations }: Pick<Fragment, "nodes" | "annotations">, { pointer, seen, taken }: PasteSite): Point {
  const boxes = [
    ...nodes.map(({ position }) => ({ ...position, width: CARD_WIDTH, height: CARD_HEIGHT })),
    ...annotations.map(({ position, size = NOTE_SIZE }) => ({ ...position, ...size })),
  ];
  const bounds = boundsOf(boxes);
  if (bounds === null) return { x: BESIDE, y: BESIDE };
  const isBeside = pointer === null && contains(seen, { x: bounds.x + bounds.width / 2 + BESIDE, y: bounds.y + bounds.height / 2 + BESIDE });
  const to = pointer ?? { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
  let offset = isBeside ? { x: BESIDE, y: BESIDE } : snapTo({ x: to.x - bounds.x - bounds.width / 2, y: to.y - bounds.y - bounds.height / 2 }, GRID);
  const corners = new Set(taken.map(({ x, y }) => `${x},${y}`));
  for (let tries = 0; tries < TRIES && boxes.some(({ x, y }) => corners.has(`${x + offset.x},${y + offset.y}`)); tries += 1) {
    offset = { x: offset.x + BESIDE, y: offset.y + BESIDE };
  }
  return offset;
}
