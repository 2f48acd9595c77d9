import { sessionStore } from "../../stores/session-store.ts";
import { sceneStore } from "./scene-store.ts";
import { viewStore } from "./view-store.ts";

/** Selects a node, brings it into view and puts the keyboard on it. */
export function showNode(id: string): void {
  const card = sceneStore.getState().scene.cards.get(id);
  const { canvas } = viewStore.getState();
  if (card === undefined || canvas === null) return;
  sessionStore.getState().select({ nodes: [id] });
  canvas.reveal(card);
  canvas.focus(id);
}
