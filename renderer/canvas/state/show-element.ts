import { sessionStore } from "../../stores/session-store.ts";
import { zoneOfKey } from "./canvas-state.ts";
import { drawnOf } from "./drawn-elements.ts";
import { viewStore } from "./view-store.ts";

/** How much of a zone is brought into view: its head, for the frame may be larger than the window. */
const HEAD = { width: 200, height: 48 };

/** As {@link showElement}, from so near that it can be read: for what was searched for. */
export function showNear(key: string): void {
  if (zoneOfKey(key) === undefined) viewStore.getState().canvas?.fitNear(key);
  showElement(key);
}

/** Selects a node, a note, or a zone by its key, brings it into view and puts the keyboard on it. */
export function showElement(key: string): void {
  const [place] = drawnOf([key]);
  const { canvas } = viewStore.getState();
  if (place === undefined || canvas === null) return;
  const zone = zoneOfKey(key);
  sessionStore.getState().select(zone === undefined ? { nodes: [key] } : { zones: [zone] });
  canvas.reveal(zone === undefined ? place : { ...place, ...HEAD });
  if (zone === undefined) canvas.focus(key);
  else canvas.focusZone(zone);
}
