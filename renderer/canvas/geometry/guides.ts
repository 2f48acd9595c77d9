import { boundsOf, snapTo, type Rectangle } from "../../../design/picture/rectangle.ts";
import { GRID } from "../../../design/picture/card-shape.ts";

/** A line that shows what a moving card is aligned with, in px of the flow. */
export interface Guide {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  /** To be added to every moving card's position. */
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/**
 * Where a moving group should come to rest: aligned with another card's left, centre or right (top, middle, bottom) when
 * that is within `threshold`, else on the grid. The group moves as one; nothing else ever moves.
 */
export function snapGroup(moving: readonly Rectangle[], others: readonly Rectangle[], threshold: number): Snap {
  const box = boundsOf(moving);
  if (box === null) return { dx: 0, dy: 0, guides: [] };
  const onGrid = snapTo(box, GRID);
  const alongX = nearest(box, others, "x", threshold);
  const alongY = nearest(box, others, "y", threshold);
  const dx = alongX ?? onGrid.x - box.x;
  const dy = alongY ?? onGrid.y - box.y;
  const settled = { ...box, x: box.x + dx, y: box.y + dy };
  const guides = [
    ...(alongX === null ? [] : guidesFor(settled, others, "x")),
    ...(alongY === null ? [] : guidesFor(settled, others, "y")),
  ];
  return { dx, dy, guides };
}

type Axis = Guide["axis"];

/** The lines of a card along an axis: start, middle, end. */
function linesOf(rectangle: Rectangle, axis: Axis): readonly number[] {
  const [start, length] = axis === "x" ? [rectangle.x, rectangle.width] : [rectangle.y, rectangle.height];
  return [start, start + length / 2, start + length];
}

function nearest(box: Rectangle, others: readonly Rectangle[], axis: Axis, threshold: number): number | null {
  let best: number | null = null;
  const own = linesOf(box, axis);
  for (const other of others) {
    const theirs = linesOf(other, axis);
    for (const [index, line] of own.entries()) {
      const move = (theirs[index] ?? line) - line;
      if (Math.abs(move) <= threshold && (best === null || Math.abs(move) < Math.abs(best))) best = move;
    }
  }
  return best;
}

/** The guide of an axis: along the first of start, middle and end that is aligned, as far as the nearest card that it is aligned with. */
function guidesFor(box: Rectangle, others: readonly Rectangle[], axis: Axis): Guide[] {
  const across = axis === "x" ? "y" : "x";
  for (const [index, line] of linesOf(box, axis).entries()) {
    const spans = others
      .filter((other) => Math.abs((linesOf(other, axis)[index] ?? Number.NaN) - line) < 0.01)
      .map((other) => spanOf([box, other], across))
      .toSorted((one, other) => one.to - one.from - (other.to - other.from));
    const [nearest] = spans;
    if (nearest !== undefined) return [{ axis, at: line, ...nearest }];
  }
  return [];
}

function spanOf(rectangles: readonly Rectangle[], axis: Axis): { from: number; to: number } {
  const ends = rectangles.flatMap((each) => linesOf(each, axis));
  return { from: Math.min(...ends), to: Math.max(...ends) };
}
