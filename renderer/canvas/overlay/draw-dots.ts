import type { Density } from "../dots/edge-density.ts";
import type { DotPool } from "../dots/dot-pool.ts";
import type { EdgeTable } from "../dots/edge-table.ts";
import type { Colours } from "./colours.ts";
import type { View } from "./view.ts";

export interface DotsPicture {
  readonly pool: DotPool;
  readonly table: EdgeTable;
  readonly nowMs: number;
  readonly crossingMs: number;
  /** Root of the event whose path is highlighted. */
  readonly highlighted: string | null;
  /** Which dots are drawn where they would run together. */
  readonly density: Pick<Density, "isDrawn">;
  /** Few enough that they can be round. */
  readonly isRound: boolean;
}

const DIMMED = 0.22;

const place = { x: 0, y: 0 };

/** Draws every dot that is under way and in view. Returns how many that were. */
export function drawDots(context: CanvasRenderingContext2D, view: View, colours: Colours, picture: DotsPicture): number {
  const { pool, highlighted, isRound } = picture;
  const size = dotSize(view.zoom, isRound);
  const paint = isRound ? paintRound : paintSquares;
  if (highlighted === null) {
    return (
      paint(context, view, picture, size, colours.dot, (index) => pool.failed[index] === 0) +
      paint(context, view, picture, size, colours.failed, (index) => pool.failed[index] === 1)
    );
  }
  context.globalAlpha = DIMMED;
  const dimmed = paint(context, view, picture, size, colours.dot, (index) => pool.rootAt(index) !== highlighted);
  context.globalAlpha = 1;
  const own = (wanted: 0 | 1) => (index: number) => pool.failed[index] === wanted && pool.rootAt(index) === highlighted;
  return (
    dimmed +
    paintRound(context, view, picture, size * 1.7, colours.accent, own(0)) +
    paintRound(context, view, picture, size * 1.7, colours.failed, own(1))
  );
}

/** The dot under a point of the screen, within a finger's reach; its index in the pool, or -1. */
export function dotAt(point: { x: number; y: number }, view: View, picture: DotsPicture): number {
  let nearest = -1;
  let least = 9;
  for (let index = 0; index < picture.pool.count(); index += 1) {
    if (!locate(index, view, picture)) continue;
    const distance = Math.hypot(place.x - point.x, place.y - point.y);
    if (distance >= least) continue;
    least = distance;
    nearest = index;
  }
  return nearest;
}

/** Diameter in px of the screen: grows with the zoom, more slowly than the cards, so that dots are seen from afar. */
function dotSize(zoom: number, isRound: boolean): number {
  const size = Math.min(9, Math.max(2.5, 5.5 * Math.sqrt(zoom)));
  return isRound ? size : Math.round(size * 0.8);
}

/** Writes a dot's place on the screen; false when it has not set off, has arrived or is out of view. */
function locate(index: number, view: View, { pool, table, nowMs, crossingMs, density, highlighted }: DotsPicture): boolean {
  const edge = pool.edges[index] ?? -1;
  if (!density.isDrawn(edge, pool.hashes[index] ?? 0, pool.failed[index] === 1) && pool.rootAt(index) !== highlighted) return false;
  const share = (nowMs - (pool.starts[index] ?? 0)) / crossingMs;
  if (share < 0 || share > 1 || !table.place(edge, share, place)) return false;
  place.x = place.x * view.zoom + view.x;
  place.y = place.y * view.zoom + view.y;
  return place.x > -9 && place.y > -9 && place.x < view.width + 9 && place.y < view.height + 9;
}

type Paint = (
  context: CanvasRenderingContext2D,
  view: View,
  picture: DotsPicture,
  size: number,
  colour: string,
  takes: (index: number) => boolean,
) => number;

const paintSquares: Paint = (context, view, picture, size, colour, takes) => {
  let drawn = 0;
  context.fillStyle = colour;
  const half = size / 2;
  for (let index = 0; index < picture.pool.count(); index += 1) {
    if (!takes(index) || !locate(index, view, picture)) continue;
    context.fillRect(place.x - half, place.y - half, size, size);
    drawn += 1;
  }
  return drawn;
};

const paintRound: Paint = (context, view, picture, size, colour, takes) => {
  let drawn = 0;
  const radius = size / 2;
  context.beginPath();
  for (let index = 0; index < picture.pool.count(); index += 1) {
    if (!takes(index) || !locate(index, view, picture)) continue;
    context.moveTo(place.x + radius, place.y);
    context.arc(place.x, place.y, radius, 0, Math.PI * 2);
    drawn += 1;
  }
  if (drawn === 0) return 0;
  context.fillStyle = colour;
  context.fill();
  return drawn;
};
