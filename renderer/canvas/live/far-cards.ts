import { alarmedNodes } from "../../alerts/alerts-now.ts";
import { categoryOf, isKindType, kindOf } from "../../../design/kinds/registry.ts";
import { displayName } from "../../../design/document/display-name.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { spotlightStore } from "../../stores/spotlight.ts";
import type { FarCard } from "../overlay/draw-far-cards.ts";
import { sceneStore } from "../state/scene-store.ts";
import { liveNodeNow } from "./live-node.ts";

/** What is written on cards seen from afar, worked out once per shown frame. */
export interface FarCards {
  of(id: string): FarCard | undefined;
  /** The numbers, the design or the selection have changed. */
  forget(): void;
  /** Raised whenever some card says something else. */
  version(): number;
}

/** Reads the present design and frames. */
export function createFarCards(): FarCards {
  let known = new Map<string, FarCard>();
  let isStale = true;
  let version = 0;

  function refresh(): void {
    if (!isStale) return;
    isStale = false;
    const after = readAll(known);
    if (after.size !== known.size || [...after].some(([id, card]) => known.get(id) !== card)) version += 1;
    known = after;
  }

  return {
    of(id) {
      refresh();
      return known.get(id);
    },
    version() {
      refresh();
      return version;
    },
    forget() {
      isStale = true;
    },
  };
}

/** What all cards say; the same object as before for a card that says the same. */
function readAll(before: ReadonlyMap<string, FarCard>): Map<string, FarCard> {
  const pointedAt = spotlightStore.getState().nodes;
  const alarmed = alarmedNodes();
  const { selection, hovered } = sessionStore.getState();
  const selected = new Set(selection.nodes);
  return new Map(
    sceneStore.getState().design.nodes.map((node): [string, FarCard] => {
      const { state, readings, fill } = liveNodeNow(node);
      const [first] = readings ?? [];
      const card: FarCard = {
        name: displayName(node),
        value: first?.value ?? "",
        label: first?.label ?? "",
        category: categoryOf(node.kind),
        icon: isKindType(node.kind) ? kindOf(node.kind).icon : "",
        state,
        isAlarmed: alarmed.has(node.id),
        fill: fill?.share ?? null,
        fillLevel: fill?.level ?? "low",
        selected: selected.has(node.id),
        named: node.id === hovered || (selected.size === 1 && selected.has(node.id)),
        spotlight: pointedAt === null ? "none" : pointedAt.has(node.id) ? "lit" : "covered",
      };
      const known = before.get(node.id);
      return [node.id, known !== undefined && saysSame(known, card) ? known : card];
    }),
  );
}

function saysSame(one: FarCard, other: FarCard): boolean {
  return (
    one.name === other.name &&
    one.value === other.value &&
    one.label === other.label &&
    one.category === other.category &&
    one.icon === other.icon &&
    one.named === other.named &&
    one.selected === other.selected &&
    one.spotlight === other.spotlight &&
    one.state === other.state &&
    one.isAlarmed === other.isAlarmed &&
    one.fill === other.fill &&
    one.fillLevel === other.fillLevel
  );
}
