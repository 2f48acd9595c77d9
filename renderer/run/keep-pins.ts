import type { StoreApi } from "zustand/vanilla";
import type { DocumentStore } from "../stores/document-store.ts";
import type { Pins } from "../stores/pins.ts";

/** Lets a design's pinned charts go with it into the file that it is first saved into. */
export function keepPins(document: DocumentStore, pins: StoreApi<Pins>): () => void {
  return document.subscribe((now, before) => {
    if (now.key === before.key && before.path === null && now.path !== null) pins.getState().rename(now.key, now.path);
  });
}
