import type { Placed } from "../../../design/picture/rectangle.ts";

const BAND = 60;

/**
 * Ids in the order in which a person reads a flow: by columns from left to right, each from top to bottom. Cards whose
 * left edges are less than a few grid steps apart are one column.
 */
export function readingOrder(cards: readonly Placed[]): readonly string[] {
  const byX = cards.toSorted((one, other) => one.x - other.x || one.y - other.y || compare(one.id, other.id));
  const columns: Placed[][] = [];
  for (const card of byX) {
    const column = columns.at(-1);
    const first = column?.[0];
    if (column !== undefined && first !== undefined && card.x - first.x < BAND) column.push(card);
    else columns.push([card]);
  }
  return columns.flatMap((column) =>
    column.toSorted((one, other) => one.y - other.y || one.x - other.x || compare(one.id, other.id)).map((card) => card.id),
  );
}

/** The id after (or before) `current`; the first (or last) when there is none; undefined beyond the end. */
export function neighbour(order: readonly string[], current: string | undefined, step: 1 | -1): string | undefined {
  const at = current === undefined ? -1 : order.indexOf(current);
  if (at < 0) return step === 1 ? order[0] : order.at(-1);
  return order[at + step];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
