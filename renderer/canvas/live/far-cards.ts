import { displayName } from "../../../design/document/display-name.ts";
import type { FarCard } from "../overlay/draw-far-cards.ts";
import { sceneStore } from "../state/scene-store.ts";
import { liveNodeNow } from "./live-node.ts";

/** What is written on cards seen from afar, worked out once per shown frame. */
export interface FarCards {
  of(id: string): FarCard | undefined;
  /** The numbers or the design have changed. */
  forget(): void;
}

/** Reads the present design and frames. */
export function createFarCards(): FarCards {
  let known = new Map<string, FarCard>();
  return {
    of(id) {
      if (known.size === 0) known = readAll();
      return known.get(id);
    },
    forget() {
      known = new Map();
    },
  };
}

function readAll(): Map<string, FarCard> {
  return new Map(
    sceneStore.getState().design.nodes.map((node) => {
      const { state, readings, fill } = liveNodeNow(node);
      const [first] = readings ?? [];
      return [node.id, { name: displayName(node), value: first?.value ?? "", label: first?.label ?? "", state, fill: fill?.share ?? null, fillLevel: fill?.level ?? "low" }];
    }),
  );
}
