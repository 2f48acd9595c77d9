import { removeZone, updateZone } from "../../../design/document/operations-document.ts";
import { assignZone } from "../../../design/document/operations.ts";
import type { Point } from "../../../design/document/schema.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Rectangle } from "../../../design/picture/rectangle.ts";
import type { CommandContext } from "../../commands/command.ts";
import { commandContext } from "../../commands/context.ts";
import { putIntoNewZone } from "../../run/zones.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { placeZone, zonesNow } from "../zones/zone-store.ts";
import { viewStore } from "./view-store.ts";
import { designNow, editDesign, namesOf, zoneNameOf } from "./document-link.ts";
import { canvasWords } from "../../words/canvas.ts";

// What the canvas does to zones: each function is one step of undo.

/** Makes a zone around these nodes, and selects and focuses it. Gives its id. */
export function groupIntoZone({ document, session }: Pick<CommandContext, "document" | "session">, nodes: readonly string[]): string | undefined {
  const zone = putIntoNewZone(document, nodes);
  if (zone === undefined) return undefined;
  session.getState().select({ zones: [zone] });
  viewStore.getState().canvas?.focusZone(zone);
  return zone;
}

/** Makes a zone without nodes, with its frame at a place, and selects it. Gives its id. */
export function addEmptyZone(place: Point): string | undefined {
  const zone = groupIntoZone(commandContext, []);
  if (zone !== undefined) placeZone(zone, place);
  return zone;
}

/** Puts nodes into a zone, or with undefined out of theirs; they stay where they are. */
export function putIntoZone(nodes: readonly string[], zone: string | undefined): void {
  const label = zone === undefined ? canvasWords.takeNamesOutOfTheZone(namesOf(nodes)) : canvasWords.putNamesIntoZoneNameOf(namesOf(nodes), zoneNameOf(zone));
  editDesign(label, (design) => assignZone(design, { nodes, zone }));
}

/** Gives a zone another name. */
export function renameZone(id: string, name: string): void {
  editDesign(canvasWords.renameTheZoneZoneNameOf(zoneNameOf(id)), (design) => updateZone(design, { id, name }));
}

/** Removes a zone and selects the nodes that were in it, which stay. */
export function dissolveZone(id: string): void {
  const members = zonesNow().find(({ zone }) => zone.id === id)?.nodes ?? [];
  editDesign(canvasWords.ungroupZoneNameOf(zoneNameOf(id)), (design) => removeZone(design, id));
  sessionStore.getState().select({ nodes: members });
  const [first] = members;
  if (first !== undefined) viewStore.getState().canvas?.focus(first);
}

/** Where everything is that moves with a zone: its nodes, and the notes that lie wholly in its frame. */
export function placesInZone(id: string): ReadonlyMap<string, Point> {
  const box = zonesNow().find(({ zone }) => zone.id === id);
  if (box === undefined) return new Map();
  const { nodes, annotations = [] } = designNow();
  const members = new Set(box.nodes);
  const notes = annotations.filter(({ position, size = NOTE_SIZE }) => isWithin({ ...position, ...size }, box));
  return new Map([...nodes.filter((node) => members.has(node.id)), ...notes].map(({ id: each, position }) => [each, position]));
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}
