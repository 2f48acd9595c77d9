import type { Point } from "../../../design/document/schema.ts";
import { pointAt, tangentAt, type Curve } from "./curve.ts";

const ABOVE = 15;
const BESIDE = 30;
/** Room for the sign of a queue on the edge. */
const QUEUE = 8;

/**
 * Where an edge's label goes: beside the middle of its curve, so that dots pass under no text. Above where the edge runs
 * level, further out to the side where it climbs, because labels are wider than high.
 */
export function labelPlace(curve: Curve, isQueue: boolean): Point {
  const middle = pointAt(curve, 0.5);
  const along = tangentAt(curve, 0.5);
  const climb = Math.abs(along.y);
  const reach = (isQueue ? QUEUE : 0) + ABOVE + (BESIDE - ABOVE) * climb * climb;
  const falls = along.y * Math.sign(along.x || 1) > 0;
  const side = { x: falls ? Math.abs(along.y) : -Math.abs(along.y), y: -Math.abs(along.x) };
  return { x: middle.x + side.x * reach, y: middle.y + side.y * reach };
}
