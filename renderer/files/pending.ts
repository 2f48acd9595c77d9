import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { CallResponse } from "../../engine/contract/api.ts";

export type RecoveryEntry = CallResponse<"recovery.list">["entries"][number];

/** What the file dialogs are about. */
export interface Pending {
  /** The file that somebody else has changed, or that is there already. */
  readonly conflict: { readonly path: string; readonly reason: "changed" | "exists" | "recovered" } | null;
  /** What goes on once unsaved work is saved or given up. */
  readonly unsaved: { readonly proceed: () => Promise<void>; readonly giveUp?: () => void } | null;
  /** Unsaved work that was found at the start. */
  readonly recovered: readonly RecoveryEntry[];
}

/** The window's open questions about files. */
export const pendingStore = createStore<Pending>()(() => ({ conflict: null, unsaved: null, recovered: [] }));

/** The part of it that a dialog needs. */
export function usePending<Part>(selector: (pending: Pending) => Part): Part {
  return useStore(pendingStore, selector);
}
