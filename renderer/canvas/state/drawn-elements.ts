import type { Annotation } from "../../../design/document/schema.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { pointAt } from "../../../design/picture/curve.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Placed } from "../../../design/picture/rectangle.ts";
import type { ZoneBox } from "../../../design/picture/zone-boxes.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { edgeKey, edgeOfKey, zoneKey, zoneOfKey } from "./canvas-state.ts";
import { designNow } from "./document-link.ts";
import { sceneStore } from "./scene-store.ts";

/** Where all cards, notes and the frames of zones (by their keys) are drawn. */
export function drawnElements(): readonly Placed[] {
  return [...sceneStore.getState().scene.cards.values(), ...(designNow().annotations ?? []).map(placeOfNote), ...zonesNow().map(placeOfZone)];
}

/** Where those with these ids or keys are drawn, of an edge the room of a card about its middle; what is not there is left out. */
export function drawnOf(ids: Iterable<string>): readonly Placed[] {
  return [...ids].flatMap((id) => placeOf(id) ?? []);
}

function placeOf(id: string): Placed | undefined {
  const card = sceneStore.getState().scene.cards.get(id);
  if (card !== undefined) return card;
  const edge = edgeOfKey(id);
  if (edge !== undefined) return placeOfEdge(edge);
  const zone = zoneOfKey(id);
  if (zone !== undefined) {
    const box = zonesNow().find((each) => each.zone.id === zone);
    return box && placeOfZone(box);
  }
  const note = designNow().annotations?.find((each) => each.id === id);
  return note && placeOfNote(note);
}

function placeOfNote({ id, position, size = NOTE_SIZE }: Annotation): Placed {
  const { moved, sizing } = sceneStore.getState();
  return sizing?.id === id ? sizing : { id, ...(moved.get(id) ?? position), ...size };
}

function placeOfEdge(id: string): Placed | undefined {
  const curve = sceneStore.getState().scene.curves.get(id);
  if (curve === undefined) return undefined;
  const { x, y } = pointAt(curve, 0.5);
  return { id: edgeKey(id), x: x - CARD_WIDTH / 2, y: y - CARD_HEIGHT / 2, width: CARD_WIDTH, height: CARD_HEIGHT };
}

function placeOfZone({ zone, x, y, width, height }: ZoneBox): Placed {
  return { id: zoneKey(zone.id), x, y, width, height };
}
