import { useMemo, type KeyboardEvent } from "react";
import { neighbour, readingOrder } from "../geometry/reading-order.ts";
import { zoneKey } from "../state/canvas-state.ts";
import { drawnElements } from "../state/drawn-elements.ts";
import { showElement } from "../state/show-element.ts";

/**
 * Tab goes through nodes, notes and zones in reading order, also to those that are out of view. Before the first and after
 * the last one it leaves the canvas, as the browser would.
 */
export function useTabOrder(): (event: KeyboardEvent<HTMLElement>) => void {
  return useMemo(
    () => (event) => {
      if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(event.target instanceof HTMLElement)) return;
      const current = elementAt(event.target);
      if (current === undefined && event.target !== event.currentTarget) return;
      if (current === undefined && event.shiftKey) return;
      const next = neighbour(readingOrder(drawnElements()), current, event.shiftKey ? -1 : 1);
      if (next === undefined) return;
      event.preventDefault();
      showElement(next);
    },
    [],
  );
}

/** The id of the card or note that an element belongs to, or the key of the zone. */
function elementAt(target: HTMLElement): string | undefined {
  const zone = target.closest<HTMLElement>(".zone-head")?.dataset.zone;
  return zone === undefined ? target.closest<HTMLElement>(".react-flow__node")?.dataset.id : zoneKey(zone);
}
