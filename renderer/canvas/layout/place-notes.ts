import type { Point } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { pointAt, type Curve } from "../../../design/picture/curve.ts";
import { overlaps, snapTo, type Placed, type Rectangle } from "../../../design/picture/rectangle.ts";
import type { Moves } from "../geometry/arrange.ts";

/** What lies around notes, px of the flow. */
export interface Surroundings {
  readonly cards: readonly Placed[];
  /** Frames of zones. */
  readonly frames: readonly Placed[];
  readonly curves: Iterable<Curve>;
}

/** Between a note and what it must not touch, px. */
const GAP = 12;
/** A note further than this from every card stands for itself, px. */
const NEAR = 320;
/** How far it is looked for a place, px. */
const REACH = 1600;
const STEP = 2 * GRID;
/** An edge as so many points that a note should not lie on. */
const POINTS = 16;

/**
 * Where notes go when cards are laid out anew: each goes with the card that it stands nearest to, and from there as little further as
 * keeps it clear of cards, other notes and the frames that it was not in, and where that can be had near by, of edges. Notes that stay are left out.
 */
export function placeNotes(notes: readonly Placed[], before: Surroundings, after: Surroundings): Moves {
  const places = new Map(after.cards.map((card) => [card.id, card]));
  const edges = [...after.curves].flatMap(pointsOf);
  const taken: Rectangle[] = [];
  const moves = new Map<string, Point>();
  for (const note of notes) {
    const beside = nearest(note, before.cards);
    const target = shifted(note, beside, beside && places.get(beside.id));
    const own = new Set(before.frames.filter((frame) => overlaps(frame, note)).map(({ id }) => id));
    const blocked = [...after.cards, ...taken, ...after.frames.filter((frame) => !own.has(frame.id))];
    const place = freeNear(target, [...blocked, ...edges], REACH / 4) ?? freeNear(target, blocked, REACH) ?? target;
    taken.push({ ...note, ...place });
    if (place.x !== note.x || place.y !== note.y) moves.set(note.id, place);
  }
  return moves;
}

function shifted(note: Placed, from: Placed | undefined, to: Placed | undefined): Rectangle {
  return from === undefined || to === undefined ? note : { ...note, ...snapTo({ x: note.x + to.x - from.x, y: note.y + to.y - from.y }, GRID) };
}

/** The card that a note stands nearest to. */
function nearest(note: Rectangle, cards: readonly Placed[]): Placed | undefined {
  let [found, least]: [Placed | undefined, number] = [undefined, NEAR];
  for (const card of cards) {
    const distance = gapBetween(note, card);
    if (distance < least) [found, least] = [card, distance];
  }
  return found;
}

function gapBetween(one: Rectangle, other: Rectangle): number {
  const across = Math.max(0, other.x - one.x - one.width, one.x - other.x - other.width);
  const along = Math.max(0, other.y - one.y - one.height, one.y - other.y - other.height);
  return Math.hypot(across, along);
}

/** The place nearest to a rectangle's own where it is clear of all others; undefined where there is none within reach. */
function freeNear(rectangle: Rectangle, blocked: readonly Rectangle[], reach: number): Point | undefined {
  const isFree = ({ x, y }: Point) => {
    const room = { x: x - GAP, y: y - GAP, width: rectangle.width + 2 * GAP, height: rectangle.height + 2 * GAP };
    return !blocked.some((other) => overlaps(room, other));
  };
  for (let ring = 0; ring * STEP <= reach; ring += 1) {
    const free = ringAround(rectangle, ring).filter(isFree);
    const [best] = free.toSorted((one, other) => distance(one, rectangle) - distance(other, rectangle));
    if (best !== undefined) return best;
  }
  return undefined;
}

/** The places of a square about a point. */
function ringAround({ x, y }: Point, ring: number): readonly Point[] {
  if (ring === 0) return [{ x, y }];
  const steps = Array.from({ length: 2 * ring + 1 }, (_, index) => (index - ring) * STEP);
  const edge = ring * STEP;
  return steps.flatMap((step) => [{ x: x + step, y: y - edge }, { x: x + step, y: y + edge }, { x: x - edge, y: y + step }, { x: x + edge, y: y + step }]);
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function pointsOf(curve: Curve): readonly Rectangle[] {
  return Array.from({ length: POINTS + 1 }, (_, index) => ({ ...pointAt(curve, index / POINTS), width: 1, height: 1 }));
}
