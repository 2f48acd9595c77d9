import type { Point } from "../document/schema.ts";
import { pointAt, tangentAt, type Curve } from "./curve.ts";
import { overlaps, type Rectangle } from "./rectangle.ts";

const ABOVE = 15;
const BESIDE = 30;
/** Of a label, px. */
export type Size = Pick<Rectangle, "width" | "height">;

/** Room for the sign of a queue on the edge. */
const QUEUE = 8;
/** Where along an edge a label may stand, best first. */
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9];
const SIZE: Size = { width: 52, height: 18 };

/** Where a label's text is cut, with its margins; as in the canvas's style sheet. */
const WIDEST = 80;

/** About how large a label is: as wide as its longer line, up to where it is cut. */
export function labelSize(text: string, rate: string): Size {
  const width = Math.max(SIZE.width, Math.min(WIDEST, text.length * 6 + 12));
  return { width, height: text !== "" && rate !== "" ? 33 : SIZE.height };
}

/**
 * Where an edge's label goes: beside its curve near the middle, so that dots pass under no text, and over no card as far as
 * that can be had. Above where the edge runs level, further out to the side where it climbs, because labels are wider than
 * high.
 */
export function labelPlace(curve: Curve, isQueue: boolean, cards: Iterable<Rectangle>, size: Size = SIZE): Point {
  const near = cardsNear(curve, cards, size);
  const free = SHARES.map((share) => placeAt(curve, share, isQueue, size)).find((place) => !near.some((card) => overlaps(card, around(place, size))));
  return free ?? placeAt(curve, 0.5, isQueue, size);
}

function placeAt(curve: Curve, share: number, isQueue: boolean, size: Size): Point {
  const point = pointAt(curve, share);
  const along = tangentAt(curve, share);
  const climb = Math.abs(along.y);
  const [above, beside] = [ABOVE + (size.height - SIZE.height) / 2, BESIDE + (size.width - SIZE.width) / 2];
  const reach = (isQueue ? QUEUE : 0) + above + (beside - above) * climb * climb;
  const falls = along.y * Math.sign(along.x || 1) > 0;
  const side = { x: falls ? climb : -climb, y: -Math.abs(along.x) };
  return { x: point.x + side.x * reach, y: point.y + side.y * reach };
}

function around({ x, y }: Point, size: Size): Rectangle {
  return { x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height };
}

/** The cards that a label of a curve could touch: a curve lies within the box around its four points. */
function cardsNear(curve: Curve, cards: Iterable<Rectangle>, size: Size): Rectangle[] {
  const [xs, ys] = [[curve.x0, curve.x1, curve.x2, curve.x3], [curve.y0, curve.y1, curve.y2, curve.y3]];
  const [aside, over] = [size.width + BESIDE, size.height + BESIDE];
  const [left, top] = [Math.min(...xs) - aside, Math.min(...ys) - over];
  const box = { x: left, y: top, width: Math.max(...xs) + aside - left, height: Math.max(...ys) + over - top };
  return [...cards].filter((card) => overlaps(card, box));
}
