import { beforeEach, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { recallDocument, rememberDocument } from "./same-document.ts";

beforeEach(() => sessionStorage.clear());

let keys = 0;
function opened(design = orderPipeline(), path: string | null = null) {
  const document = createDocumentStore(() => `key-${(keys += 1)}`);
  document.getState().replace(design, { path, hash: null });
  return document;
}

it("a design in no file is the same document when its window is loaded again", () => {
  const before = opened();
  rememberDocument(before, sessionStorage);
  const after = opened();
  expect(after.getState().key).not.toBe(before.getState().key);
  recallDocument(after, sessionStorage);
  expect(after.getState().key).toBe(before.getState().key);
});

it("another design, one in a file, and what cannot be read are not", () => {
  const before = opened();
  rememberDocument(before, sessionStorage);
  for (const other of [opened({ ...orderPipeline(), name: "Other" }), opened(orderPipeline(), "/a")]) {
    const { key } = other.getState();
    recallDocument(other, sessionStorage);
    expect(other.getState().key).toBe(key);
  }
  sessionStorage.setItem("spillway.document", "{not json");
  recallDocument(opened(), sessionStorage);
  rememberDocument(opened(orderPipeline(), "/a"), sessionStorage);
  expect(sessionStorage.getItem("spillway.document")).toBeNull();
});
