import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** The nodes that are pointed at, so that all others step back; null while none is. */
export const spotlightStore = createStore<{ readonly nodes: ReadonlySet<string> | null }>()(() => ({ nodes: null }));

/** Whether anything is pointed at. */
export function useSpotlightOn(): boolean {
  return useStore(spotlightStore, ({ nodes }) => nodes !== null);
}

/** Whether a node is pointed at. */
export function useInSpotlight(id: string): boolean {
  return useStore(spotlightStore, ({ nodes }) => nodes?.has(id) ?? false);
}
