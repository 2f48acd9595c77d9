import type { DesignNode, Zone } from "../document/schema.ts";
import { boundsOf, type Rectangle } from "./rectangle.ts";
import type { Scene } from "./scene.ts";

const AROUND = 20;
const NAME_HEIGHT = 22;

/** A zone as it is drawn: a box around its nodes. */
export interface ZoneBox extends Rectangle {
  readonly zone: Zone;
}

/** The boxes of the zones that have nodes. */
export function zoneBoxes(zones: readonly Zone[], nodes: readonly DesignNode[], scene: Scene): readonly ZoneBox[] {
  return zones.flatMap((zone) => {
    const cards = nodes.filter((node) => node.zone === zone.id).flatMap((node) => scene.cards.get(node.id) ?? []);
    const bounds = boundsOf(cards);
    if (bounds === null) return [];
    return [
      {
        zone,
        x: bounds.x - AROUND,
        y: bounds.y - AROUND - NAME_HEIGHT,
        width: bounds.width + 2 * AROUND,
        height: bounds.height + 2 * AROUND + NAME_HEIGHT,
      },
    ];
  });
}
