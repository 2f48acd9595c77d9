import { useMemo, type KeyboardEvent } from "react";
import { neighbour, readingOrder } from "../geometry/reading-order.ts";
import { sceneStore } from "../state/scene-store.ts";
import { showNode } from "../state/show-node.ts";

/**
 * Tab goes through the nodes in reading order, also to those that are out of view. Before the first and after the last one
 * it leaves the canvas, as the browser would.
 */
export function useTabOrder(): (event: KeyboardEvent<HTMLElement>) => void {
  return useMemo(
    () => (event) => {
      if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(event.target instanceof HTMLElement)) return;
      const current = event.target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
      if (current === undefined && event.target !== event.currentTarget) return;
      if (current === undefined && event.shiftKey) return;
      const order = readingOrder([...sceneStore.getState().scene.cards.values()]);
      const next = neighbour(order, current, event.shiftKey ? -1 : 1);
      if (next === undefined) return;
      event.preventDefault();
      showNode(next);
    },
    [],
  );
}
