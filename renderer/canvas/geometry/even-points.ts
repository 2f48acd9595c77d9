import { pointAt, type Curve } from "../../../design/picture/curve.ts";

/** Pieces that a curve is cut into for moving dots; each piece is equally long. */
export const PIECES = 16;
/** Numbers that {@link writeEvenPoints} writes: x and y of each end of a piece. */
export const NUMBERS_PER_CURVE = (PIECES + 1) * 2;

const FINE = 48;

/**
 * Writes PIECES + 1 points at equal distances along a curve, so that a dot moves at constant speed where the curve's own
 * parameter would hurry through the middle. Finding a dot's place is then one look-up and one interpolation. Gives the
 * curve's length.
 */
export function writeEvenPoints(curve: Curve, into: Float32Array, offset: number): number {
  const fine: { x: number; y: number; length: number }[] = [];
  let length = 0;
  for (let step = 0; step <= FINE; step += 1) {
    const { x, y } = pointAt(curve, step / FINE);
    const before = fine.at(-1);
    length += before === undefined ? 0 : Math.hypot(x - before.x, y - before.y);
    fine.push({ x, y, length });
  }
  let at = 0;
  for (let piece = 0; piece <= PIECES; piece += 1) {
    const wanted = (length * piece) / PIECES;
    while (at < FINE - 1 && (fine[at + 1]?.length ?? 0) < wanted) at += 1;
    const [low, high] = [fine[at], fine[at + 1]];
    if (low === undefined || high === undefined) return length;
    const span = high.length - low.length;
    const share = span <= 0 ? 0 : Math.min(1, Math.max(0, (wanted - low.length) / span));
    into[offset + piece * 2] = low.x + (high.x - low.x) * share;
    into[offset + piece * 2 + 1] = low.y + (high.y - low.y) * share;
  }
  return length;
}
