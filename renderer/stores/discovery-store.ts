import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DiscoveryItem } from "../../engine/contract/discovery.ts";

type Progress = Extract<DiscoveryItem, { type: "progress" }>;
export type Found = Extract<DiscoveryItem, { type: "found" }>;

/** How a discovery stands. */
export interface Discovery {
  /** `watching`: its design is open and its figures are renewed. */
  readonly status: "none" | "looking" | "watching" | "failed";
  readonly id: string;
  readonly progress: Progress | null;
  readonly found: Found | null;
  /** Why it failed, or is not watched any more. */
  readonly message: string | undefined;
}

export interface DiscoverySlice extends Discovery {
  readonly begin: (id: string) => void;
  /** What the engine says; other screens' answers are passed over. */
  readonly accept: (item: DiscoveryItem) => void;
  /** Ends it here, whatever the engine still says. */
  readonly conclude: (message?: string) => void;
}

export type DiscoveryStore = StoreApi<DiscoverySlice>;

const NONE: Discovery = { status: "none", id: "", progress: null, found: null, message: undefined };

/** A store of no discovery yet. */
export function createDiscoveryStore(): DiscoveryStore {
  return createStore<DiscoverySlice>()((set, get) => ({
    ...NONE,
    begin: (id) => set({ ...NONE, id, status: "looking" }),
    accept(item) {
      const { id, status } = get();
      if (item.id !== id || (status !== "looking" && status !== "watching")) return;
      if (item.type === "progress") set({ progress: item });
      else if (item.type === "found") set({ status: "watching", found: item });
      else if (item.type === "end" && item.ended === "failed") set({ status: "failed", message: item.message });
      else if (item.type === "end") set(NONE);
    },
    conclude: (message) => set(message === undefined ? NONE : { status: "failed", message }),
  }));
}

/** The window's discovery. */
export const discoveryStore: DiscoveryStore = createDiscoveryStore();

/** The part of it that a component needs. */
export function useDiscovery<Part>(selector: (discovery: DiscoverySlice) => Part): Part {
  return useStore(discoveryStore, selector);
}
