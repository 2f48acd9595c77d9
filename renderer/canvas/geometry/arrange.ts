import type { Point } from "../../../design/document/schema.ts";
import { boundsOf, snapTo, type Placed } from "../../../design/picture/rectangle.ts";
import { GRID } from "../../../design/picture/card-shape.ts";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** New positions by node id. */
export type Moves = ReadonlyMap<string, Point>;

/** Lines cards up along an edge or the middle of the box around them. Cards that stay where they are give no move. */
export function align(cards: readonly Placed[], alignment: Alignment): Moves {
  const box = boundsOf(cards);
  if (box === null) return new Map();
  return movesOf(cards, (card) => {
    switch (alignment) {
      case "left":
        return { x: box.x, y: card.y };
      case "centre":
        return { x: box.x + (box.width - card.width) / 2, y: card.y };
      case "right":
        return { x: box.x + box.width - card.width, y: card.y };
      case "top":
        return { x: card.x, y: box.y };
      case "middle":
        return { x: card.x, y: box.y + (box.height - card.height) / 2 };
      case "bottom":
        return { x: card.x, y: box.y + box.height - card.height };
    }
  });
}

/** Makes the gaps between cards equal along an axis, within a grid step; the outermost two stay. Needs three cards. */
export function distribute(cards: readonly Placed[], axis: "x" | "y"): Moves {
  if (cards.length < 3) return new Map();
  const length = axis === "x" ? "width" : "height";
  const sorted = cards.toSorted((one, other) => one[axis] + one[length] / 2 - other[axis] - other[length] / 2);
  const box = boundsOf(sorted);
  if (box === null) return new Map();
  const gap = (box[length] - sorted.reduce((sum, card) => sum + card[length], 0)) / (sorted.length - 1);
  let at = box[axis];
  const places = new Map<string, number>();
  for (const card of sorted) {
    places.set(card.id, at);
    at += card[length] + gap;
  }
  const outermost = new Set([sorted[0]?.id, sorted.at(-1)?.id]);
  return movesOf(cards, (card) => (outermost.has(card.id) ? card : { x: card.x, y: card.y, [axis]: places.get(card.id) ?? card[axis] }));
}

/** Moves cards together by a distance. */
export function shift(cards: readonly Placed[], by: Point): Moves {
  return movesOf(cards, (card) => ({ x: card.x + by.x, y: card.y + by.y }));
}

function movesOf(cards: readonly Placed[], place: (card: Placed) => Point): Moves {
  const moves = new Map<string, Point>();
  for (const card of cards) {
    const wanted = place(card);
    const to = wanted === card ? card : snapTo(wanted, GRID);
    if (to.x !== card.x || to.y !== card.y) moves.set(card.id, { x: to.x, y: to.y });
  }
  return moves;
}
