import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Placed } from "../../../design/picture/rectangle.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { zoneKey } from "./canvas-state.ts";
import { designNow } from "./document-link.ts";
import { sceneStore } from "./scene-store.ts";

/** Where cards, notes and the frames of zones (by their keys) are drawn; those with these ids, or all of them. */
export function drawnElements(ids?: Iterable<string>): readonly Placed[] {
  const { scene, moved, sizing } = sceneStore.getState();
  const notes = (designNow().annotations ?? []).map((note) =>
    sizing?.id === note.id ? sizing : { id: note.id, ...(moved.get(note.id) ?? note.position), ...(note.size ?? NOTE_SIZE) },
  );
  const frames = zonesNow().map(({ zone, x, y, width, height }) => ({ id: zoneKey(zone.id), x, y, width, height }));
  const all = [...scene.cards.values(), ...notes, ...frames];
  if (ids === undefined) return all;
  const wanted = new Set(ids);
  return all.filter(({ id }) => wanted.has(id));
}
