import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ExportFile } from "../../design/export/target.ts";
import type { ComparedFile } from "../../engine/contract/exports.ts";

/** An export on its way into a folder. */
export interface ExportToSave {
  readonly target: string;
  readonly title: string;
  readonly files: readonly ExportFile[];
  /** Names the design and the target, under which the folder is remembered. */
  readonly place: string;
}

/** What the dialogs of an export are about. */
export interface PendingExport {
  /** Waits for a folder. */
  readonly toPlace: ExportToSave | null;
  /** Waits for a decision on the files that are there already. */
  readonly toReview: { readonly save: ExportToSave; readonly folder: string; readonly compared: readonly ComparedFile[] } | null;
}

export const pendingExport = createStore<PendingExport>()(() => ({ toPlace: null, toReview: null }));

/** The part of it that a component needs. */
export function usePendingExport<Part>(selector: (pending: PendingExport) => Part): Part {
  return useStore(pendingExport, selector);
}
