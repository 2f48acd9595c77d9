import type { DesignNode, Point, Zone } from "../document/schema.ts";
import { boundsOf, type Rectangle } from "./rectangle.ts";
import type { Scene } from "./scene.ts";

const AROUND = 20;
const NAME_HEIGHT = 24;
/** Between a frame and the cards in it, px of the flow; above them is the head. */
export const ZONE_PADDING = { side: AROUND, top: AROUND + NAME_HEIGHT } as const;
/** Of the frame of a zone without nodes: room for one card. */
export const EMPTY_ZONE_SIZE = { width: 248, height: 168 } as const;
const EMPTY_GAP = 24;

/** A zone as it is drawn: a frame around its nodes. */
export interface ZoneBox extends Rectangle {
  readonly zone: Zone;
  /** Ids of its nodes, in document order. */
  readonly nodes: readonly string[];
}

/**
 * The frames of zones, px of the flow. A frame follows its nodes and has no place of its own in the file; a zone without
 * nodes lies where `places` has it, else in a row below everything.
 */
export function zoneBoxes(zones: readonly Zone[], nodes: readonly DesignNode[], scene: Scene, places: ReadonlyMap<string, Point> = new Map()): readonly ZoneBox[] {
  const members = new Map<string, DesignNode[]>(zones.map((zone) => [zone.id, []]));
  for (const node of nodes) if (node.zone !== undefined && scene.cards.has(node.id)) members.get(node.zone)?.push(node);
  const framed = new Map(zones.flatMap((zone) => around(zone, members.get(zone.id) ?? [], scene) ?? []).map((box) => [box.zone.id, box]));
  const below = boundsOf([...scene.cards.values(), ...framed.values()]) ?? { x: -AROUND, y: -EMPTY_GAP, width: 0, height: 0 };
  let next = { x: below.x, y: below.y + below.height + EMPTY_GAP };
  return zones.map((zone) => {
    const box = framed.get(zone.id);
    if (box !== undefined) return box;
    const known = places.get(zone.id);
    const place = known ?? next;
    if (known === undefined) next = { ...next, x: next.x + EMPTY_ZONE_SIZE.width + EMPTY_GAP };
    return { zone, nodes: [], x: place.x, y: place.y, ...EMPTY_ZONE_SIZE };
  });
}

function around(zone: Zone, members: readonly DesignNode[], scene: Scene): ZoneBox | null {
  const bounds = boundsOf(members.flatMap((node) => scene.cards.get(node.id) ?? []));
  if (bounds === null) return null;
  return {
    zone,
    nodes: members.map((node) => node.id),
    x: bounds.x - AROUND,
    y: bounds.y - AROUND - NAME_HEIGHT,
    width: bounds.width + 2 * AROUND,
    height: bounds.height + 2 * AROUND + NAME_HEIGHT,
  };
}
