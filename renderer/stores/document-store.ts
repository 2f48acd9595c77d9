import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { applyDiff, isEmptyDiff } from "../../design/document/diff.ts";
import { EMPTY_HISTORY, mark, record, redo, undo } from "../../design/document/history.ts";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { DocumentSlice, DocumentState } from "./document-state.ts";

export type DocumentStore = StoreApi<DocumentSlice>;

/** A store with an empty design that is in no file. `newKey` names its recovery entries. */
export function createDocumentStore(newKey: () => string = () => crypto.randomUUID()): DocumentStore {
  return createStore<DocumentSlice>()((set, get) => {
    function step(move: typeof undo): void {
      const { history, design, label } = move(get().history, get().design);
      if (label !== null) set({ history, design });
    }
    return {
      ...initialState(newKey()),
      edit: (diff, label, options = {}) => {
        if (isEmptyDiff(diff)) return;
        const { design, history } = get();
        set({ design: applyDiff(design, diff), history: record(history, diff, label, options) });
      },
      mark: () => set({ history: mark(get().history) }),
      undo: () => step(undo),
      redo: () => step(redo),
      undoLabel: () => get().history.past.at(-1)?.label ?? null,
      redoLabel: () => get().history.future[0]?.label ?? null,
      replace: (design, file) => set({ ...file, design, savedDesign: design, history: EMPTY_HISTORY, key: newKey() }),
      recover: (design, { path, key }) => set({ design, path, hash: null, savedDesign: null, history: EMPTY_HISTORY, key }),
      resume: (key) => set({ key }),
      markSaved: (savedDesign, file) => set({ ...file, savedDesign }),
    };
  });
}

function initialState(key: string): DocumentState {
  const design = emptyDesign();
  return { design, savedDesign: design, path: null, hash: null, history: EMPTY_HISTORY, key };
}

/** The window's document. */
export const documentStore: DocumentStore = createDocumentStore();

/** The part of the document that a component needs; it re-renders when that part changed. */
export function useDocument<Part>(selector: (document: DocumentSlice) => Part): Part {
  return useStore(documentStore, selector);
}
