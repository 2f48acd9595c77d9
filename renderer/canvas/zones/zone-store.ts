import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Point } from "../../../design/document/schema.ts";
import { zoneBoxes, type ZoneBox } from "../../../design/picture/zone-boxes.ts";
import { documentStore } from "../../stores/document-store.ts";
import { sceneStore } from "../state/scene-store.ts";

interface ZoneState {
  /** The frames as they are drawn at this moment, in document order. */
  readonly boxes: readonly ZoneBox[];
  /** Frames that stay as they were while cards are dragged, so that a card can leave the one that goes around it; by zone id. */
  readonly held: ReadonlyMap<string, ZoneBox> | null;
}

const zoneStore = createStore<ZoneState>()(() => ({ boxes: [], held: null }));

/** Corners at which zones were drawn last: there they stay when they lose their last node. For this window only, not in the file. */
const places = new Map<string, Point>();

/** Follows the document and what is dragged until the function it returns is called. */
export function keepZones(): () => void {
  update();
  const stops = [
    sceneStore.subscribe(update),
    documentStore.subscribe((after, before) => {
      if (after.key !== before.key) places.clear();
      if (after.design !== before.design) update();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The frames as they are drawn now. */
export function zonesNow(): readonly ZoneBox[] {
  return zoneStore.getState().boxes;
}

/** The frames, for a component. */
export function useZones(): readonly ZoneBox[] {
  return useStore(zoneStore, (state) => state.boxes);
}

/** Keeps frames as they are while cards are dragged, but for those of which every card is: these go along. */
export function holdZones(dragged: ReadonlySet<string>): void {
  const held = zonesNow().filter((box) => !goesAlong(box, dragged));
  zoneStore.setState({ held: new Map(held.map((box) => [box.zone.id, box])) });
}

/** Frames follow their nodes again. */
export function releaseZones(): void {
  if (zoneStore.getState().held === null) return;
  zoneStore.setState({ held: null });
  update();
}

/** Puts the frame of a zone without nodes somewhere. */
export function placeZone(id: string, place: Point): void {
  places.set(id, place);
  update();
}

/** Lets zones without nodes lie below everything again, where the layout of all nodes leaves room. */
export function forgetPlaces(): void {
  places.clear();
  update();
}

/** Whether a frame moves with the cards that are dragged: they are all of its cards, and more than the one that could be taken out. */
export function goesAlong({ nodes }: ZoneBox, dragged: ReadonlySet<string>): boolean {
  return nodes.length > 1 && nodes.every((id) => dragged.has(id));
}

function update(): void {
  const { zones = [], nodes } = documentStore.getState().design;
  const { boxes: before, held } = zoneStore.getState();
  if (zones.length === 0 && before.length === 0) return;
  const known = new Map(before.map((box) => [box.zone.id, box]));
  const boxes = zoneBoxes(zones, nodes, sceneStore.getState().scene, places).map((box) => {
    const kept = held?.get(box.zone.id);
    return sameOr(known.get(box.zone.id), kept === undefined ? box : { ...kept, zone: box.zone });
  });
  if (held === null) for (const { zone, x, y } of boxes) places.set(zone.id, { x, y });
  if (boxes.length !== before.length || boxes.some((box, index) => box !== before[index])) zoneStore.setState({ boxes });
}

/** The box of before where it says the same, so that its frame is not drawn again. */
function sameOr(before: ZoneBox | undefined, after: ZoneBox): ZoneBox {
  if (before === undefined || before.zone !== after.zone) return after;
  const isSame = before.x === after.x && before.y === after.y && before.width === after.width && before.height === after.height;
  return isSame && before.nodes.length === after.nodes.length && before.nodes.every((id, index) => id === after.nodes[index]) ? before : after;
}
