import type { Curve } from "../../../design/picture/curve.ts";
import { NUMBERS_PER_CURVE, PIECES, writeEvenPoints } from "../geometry/even-points.ts";

/** Half the widths of a port and of a queue's sign, px of the flow. */
const PORT = 6;
const QUEUE = 13;
const NO_QUEUES: ReadonlySet<string> = new Set();

/** Numbers edges, and keeps each one's curve cut into equal pieces for the dots. */
export interface EdgeTable {
  /** The number of an edge; -1 when there is none. An edge keeps its number for as long as it is drawn. */
  numberOf(id: string): number;
  idOf(number: number): string | undefined;
  /** One more than the highest number. */
  size(): number;
  /** An edge's length, px of the flow. */
  lengthOf(number: number): number;
  /** Takes over the curves of a drawing; only those that are another object than before are cut again. */
  update(curves: ReadonlyMap<string, Curve>, queues?: ReadonlySet<string>): void;
  /**
   * Writes where a dot is, `share` of its way along an edge, in px of the flow. False for an edge that is gone, and where
   * the dot is not to be seen: in a port, or in the queue that the edge stands for.
   */
  place(number: number, share: number, into: { x: number; y: number }): boolean;
}

/** A table of no edges. */
export function createEdgeTable(): EdgeTable {
  const numbers = new Map<string, number>();
  const ids: (string | undefined)[] = [];
  const known: (Curve | undefined)[] = [];
  const free: number[] = [];
  const lengths: number[] = [];
  const isQueue: boolean[] = [];
  let points = new Float32Array(NUMBERS_PER_CURVE * 64);

  function numberFor(id: string): number {
    const before = numbers.get(id);
    if (before !== undefined) return before;
    const number = free.pop() ?? ids.length;
    numbers.set(id, number);
    ids[number] = id;
    if ((number + 1) * NUMBERS_PER_CURVE > points.length) {
      const larger = new Float32Array(points.length * 2);
      larger.set(points);
      points = larger;
    }
    return number;
  }

  return {
    numberOf: (id) => numbers.get(id) ?? -1,
    idOf: (number) => ids[number],
    size: () => ids.length,
    lengthOf: (number) => lengths[number] ?? 0,
    update(curves, queues = NO_QUEUES) {
      for (const [id, number] of numbers) {
        if (curves.has(id)) continue;
        numbers.delete(id);
        ids[number] = undefined;
        known[number] = undefined;
        free.push(number);
      }
      for (const [id, curve] of curves) {
        const number = numberFor(id);
        isQueue[number] = queues.has(id);
        if (known[number] === curve) continue;
        known[number] = curve;
        lengths[number] = writeEvenPoints(curve, points, number * NUMBERS_PER_CURVE);
      }
    },
    place(number, share, into) {
      if (ids[number] === undefined) return false;
      const length = lengths[number] ?? 0;
      if (share * length < PORT || (1 - share) * length < PORT) return false;
      if (isQueue[number] === true && Math.abs(share - 0.5) * length < QUEUE) return false;
      const at = Math.min(1, Math.max(0, share)) * PIECES;
      const piece = Math.min(PIECES - 1, Math.floor(at));
      const rest = at - piece;
      const offset = number * NUMBERS_PER_CURVE + piece * 2;
      const [x, y] = [points[offset] ?? 0, points[offset + 1] ?? 0];
      into.x = x + ((points[offset + 2] ?? 0) - x) * rest;
      into.y = y + ((points[offset + 3] ?? 0) - y) * rest;
      return true;
    },
  };
}
