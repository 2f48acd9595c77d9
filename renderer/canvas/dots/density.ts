/** Px of the screen that a dot takes on its edge when edges are as full as they look well. */
const ROOM_PX = 8;
const LEAST_ROOM_PX = 4;

/**
 * The share of an edge's dots that is drawn. Where few are under way that is nearly all of them; as they become more, it
 * falls so that they never run together to a line: what is drawn still grows with the rate, ever more slowly. `underWay` is
 * how many dots there are on the edge at a time, `length` its length in px of the flow.
 */
export function drawnShare(underWay: number, length: number, zoom: number): number {
  const most = Math.max(1, (length * zoom) / Math.max(LEAST_ROOM_PX, ROOM_PX * Math.sqrt(Math.min(1, zoom))));
  const fullness = underWay / most;
  return fullness < 0.05 ? 1 : (1 - Math.exp(-fullness)) / fullness;
}
