import { describe, expect, it } from "vitest";
import { diffDesigns } from "../../design/document/diff.ts";
import type { Design } from "../../design/document/schema.ts";
import { isEdited } from "./document-state.ts";
import { createDocumentStore, type DocumentStore } from "./document-store.ts";

function rename(store: DocumentStore, name: string, mergeKey?: string): void {
  const { design, edit } = store.getState();
  edit(diffDesigns(design, { ...design, name }), `Rename to ${name}`, mergeKey === undefined ? {} : { mergeKey });
}

const nameOf = (store: DocumentStore) => store.getState().design.name;

describe("document store", () => {
  it("undoes and redoes by name", () => {
    const store = createDocumentStore();
    rename(store, "A");
    rename(store, "B");
    expect(store.getState().undoLabel()).toBe("Rename to B");
    store.getState().undo();
    expect(nameOf(store)).toBe("A");
    expect(store.getState().redoLabel()).toBe("Rename to B");
    store.getState().redo();
    expect(nameOf(store)).toBe("B");
    expect(store.getState().redoLabel()).toBeNull();
  });

  it("takes typing back as one step, until it is marked", () => {
    const store = createDocumentStore();
    for (const text of ["O", "Or", "Ord"]) rename(store, text, "name");
    store.getState().mark();
    rename(store, "Orders", "name");
    store.getState().undo();
    expect(nameOf(store)).toBe("Ord");
    store.getState().undo();
    expect(nameOf(store)).toBe("Untitled");
    expect(store.getState().undoLabel()).toBeNull();
  });

  it("does not record an edit that changes nothing", () => {
    const store = createDocumentStore();
    rename(store, "Untitled");
    expect(store.getState().undoLabel()).toBeNull();
  });

  it("is edited until it says what its file says, by saving or by undoing", () => {
    const store = createDocumentStore();
    expect(isEdited(store.getState())).toBe(false);
    rename(store, "A");
    expect(isEdited(store.getState())).toBe(true);
    store.getState().undo();
    expect(isEdited(store.getState())).toBe(false);
    store.getState().redo();
    store.getState().markSaved(store.getState().design, { path: "/a.json", hash: "1" });
    expect(isEdited(store.getState())).toBe(false);
    expect(store.getState()).toMatchObject({ path: "/a.json", hash: "1" });
  });

  it("stays edited when something was changed while it was being written", () => {
    const store = createDocumentStore();
    rename(store, "A");
    const written: Design = store.getState().design;
    rename(store, "B");
    store.getState().markSaved(written, { path: "/a.json", hash: "1" });
    expect(isEdited(store.getState())).toBe(true);
  });

  it("begins a new history with another design, and knows recovered work as unsaved", () => {
    const store = createDocumentStore();
    rename(store, "A");
    const { design, key } = store.getState();
    store.getState().replace({ ...design, name: "Other" }, { path: "/o.json", hash: "2" });
    expect(store.getState().undoLabel()).toBeNull();
    expect(store.getState().key).not.toBe(key);
    store.getState().recover(design, { path: "/o.json", key });
    expect(isEdited(store.getState())).toBe(true);
    expect(store.getState().key).toBe(key);
  });
});
