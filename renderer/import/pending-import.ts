import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Recognised } from "./recognise.ts";

/** What the import dialog shows. */
export interface PendingImport {
  /** What was read, once something was. */
  readonly found: Recognised | null;
  /** Why what was given last cannot be read. */
  readonly refusal: string | null;
  /** A file is being dragged over the window. */
  readonly isDragging: boolean;
}

export const NOTHING_TO_IMPORT: PendingImport = { found: null, refusal: null, isDragging: false };

export const pendingImport = createStore<PendingImport>()(() => NOTHING_TO_IMPORT);

/** The part of it that a component needs. */
export function usePendingImport<Part>(selector: (pending: PendingImport) => Part): Part {
  return useStore(pendingImport, selector);
}
