import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Design } from "../../../design/document/schema.ts";
import { documentStore } from "../../stores/document-store.ts";
import type { Placed } from "../../../design/picture/rectangle.ts";
import { EMPTY_SCENE, sceneOf, type Moved, type Scene } from "../../../design/picture/scene.ts";

const NOTHING_MOVED: Moved = new Map();

interface SceneState {
  readonly design: Pick<Design, "nodes" | "edges">;
  /** Positions while cards are dragged or laid out, before the document has them. */
  readonly moved: Moved;
  /** A note that is being resized. */
  readonly sizing: Placed | null;
  readonly scene: Scene;
}

/** Where everything is drawn at this moment. */
export const sceneStore = createStore<SceneState>()(() => ({ design: { nodes: [], edges: [] }, moved: NOTHING_MOVED, sizing: null, scene: EMPTY_SCENE }));

/** Follows the document until the function it returns is called. */
export function keepScene(): () => void {
  const show = ({ design }: { readonly design: Pick<Design, "nodes" | "edges"> }) => {
    const before = sceneStore.getState();
    if (before.design.nodes === design.nodes && before.design.edges === design.edges) return;
    sceneStore.setState({ design, scene: sceneOf(design, before.moved, before.scene) });
  };
  show(documentStore.getState());
  return documentStore.subscribe(show);
}

/** Draws cards elsewhere than the document has them; {@link dropMoved} ends it. */
export function showMoved(moved: Moved): void {
  const { design, scene } = sceneStore.getState();
  sceneStore.setState({ moved, scene: sceneOf(design, moved, scene) });
}

/** Draws every card where the document has it. */
export function dropMoved(): void {
  if (sceneStore.getState().moved !== NOTHING_MOVED) showMoved(NOTHING_MOVED);
}

/** Draws a note with another place and size than the document has; null ends it. */
export function showSizing(sizing: Placed | null): void {
  sceneStore.setState({ sizing });
}

/** The part of the scene that a component needs. */
export function useScene<Part>(selector: (scene: Scene) => Part): Part {
  return useStore(sceneStore, (state) => selector(state.scene));
}
