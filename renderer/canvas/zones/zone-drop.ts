import type { Point } from "../../../design/document/schema.ts";
import { contains } from "../../../design/picture/rectangle.ts";
import type { ZoneBox } from "../../../design/picture/zone-boxes.ts";

/** A card that is dragged. */
export interface DraggedCard {
  readonly id: string;
  /** The zone that it is in. */
  readonly zone: string | undefined;
  readonly middle: Point;
  /** Its zone's frame goes along with it. */
  readonly isTogether: boolean;
}

/** Zones by node id, of the nodes that come into another one; undefined is none. */
export type ZoneChanges = ReadonlyMap<string, string | undefined>;

/** The zone whose frame is under a point: `own` before others, else the smallest. Undefined where there is none. */
export function zoneAt(boxes: readonly ZoneBox[], point: Point, own?: string): string | undefined {
  const under = boxes.filter((box) => contains(box, point));
  if (own !== undefined && under.some(({ zone }) => zone.id === own)) return own;
  return under.toSorted((one, other) => one.width * one.height - other.width * other.height)[0]?.zone.id;
}

/**
 * Which cards come into another zone were they let go now. All of them go into the frame under the pointer; where there is
 * none, each into the frame under its middle, so that a card leaves its zone only with both outside.
 */
export function zoneChanges(dragged: readonly DraggedCard[], boxes: readonly ZoneBox[], pointer: Point | null): ZoneChanges {
  const changes = new Map<string, string | undefined>();
  for (const { id, zone, middle, isTogether } of dragged) {
    const next = (pointer === null ? undefined : zoneAt(boxes, pointer, zone)) ?? zoneAt(boxes, middle, zone);
    if (next !== zone && !(next === undefined && isTogether)) changes.set(id, next);
  }
  return changes;
}
