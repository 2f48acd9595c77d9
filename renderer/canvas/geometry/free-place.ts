import type { Point } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { overlaps, snapTo, type Rectangle } from "../../../design/picture/rectangle.ts";

const MARGIN = 24;
const TRIES = 40;

/**
 * The nearest place on the grid at or below `wanted` where a card of that size overlaps no other; gives up and overlaps
 * after a screenful of tries, so that it always ends.
 */
export function freePlace(wanted: Point, size: { width: number; height: number }, others: readonly Rectangle[]): Point {
  let place = snapTo(wanted, GRID);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const here = { ...place, ...size };
    const inTheWay = others.find((other) => overlaps(here, other));
    if (inTheWay === undefined) return place;
    place = snapTo({ x: place.x, y: inTheWay.y + inTheWay.height + MARGIN }, GRID);
  }
  return place;
}
