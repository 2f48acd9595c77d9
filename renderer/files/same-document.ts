import { hashOf } from "../../engine/contract/root-hash.ts";
import type { DocumentStore } from "../stores/document-store.ts";

const ITEM = "spillway.document";

/**
 * Lets a design that is in no file be the same document after its window was loaded again, when it is opened unchanged: its run, its reports and its charts are
 * known by the document's key. Kept by the window alone, so that two windows never share a key.
 */
export function rememberDocument(document: DocumentStore, storage: Storage): void {
  const { path, key, design } = document.getState();
  if (path !== null) return storage.removeItem(ITEM);
  storage.setItem(ITEM, JSON.stringify({ key, content: hashOf(JSON.stringify(design)) }));
}

/** Gives the open design the key that it had before the window was loaded again, if it is that one. */
export function recallDocument(document: DocumentStore, storage: Storage): void {
  const { path, design } = document.getState();
  const { key, content } = remembered(storage);
  if (path === null && typeof key === "string" && content === hashOf(JSON.stringify(design))) document.getState().resume(key);
}

function remembered(storage: Storage): { key?: unknown; content?: unknown } {
  try {
    return (JSON.parse(storage.getItem(ITEM) ?? "{}") ?? {}) as { key?: unknown; content?: unknown };
  } catch {
    return {};
  }
}
