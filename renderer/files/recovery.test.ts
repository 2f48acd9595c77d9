import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import { renameDesign } from "../../design/document/operations-document.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { keepRecoverable } from "./recovery.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const client = createFakeClient({ "recovery.write": () => ({}), "recovery.clear": () => ({}) });
  let keys = 0;
  const document = createDocumentStore(() => `key-${keys++}`);
  const recovery = keepRecoverable(document, client);
  function edit(name: string): void {
    const { design, edit: apply } = document.getState();
    apply(renameDesign(design, name), "Rename");
  }
  async function calls() {
    await vi.advanceTimersByTimeAsync(1100);
    return client.made.map(({ name, request }) => [name, (request as { key: string }).key]);
  }
  return { client, document, recovery, edit, calls };
}

describe("recovery", () => {
  it("writes once, a second after the last of several edits", async () => {
    const { client, edit, calls } = setUp();
    edit("A");
    await vi.advanceTimersByTimeAsync(600);
    edit("B");
    expect(await calls()).toEqual([["recovery.write", "key-0"]]);
    expect(client.made[0]?.request).toMatchObject({ path: null, text: expect.stringContaining('"name": "B"') });
  });

  it("drops the copy once everything is saved", async () => {
    const { document, edit, calls } = setUp();
    edit("A");
    await calls();
    document.getState().markSaved(document.getState().design, { path: "/a.json", hash: "1" });
    expect(await calls()).toEqual([["recovery.write", "key-0"], ["recovery.clear", "key-0"]]);
  });

  it("drops the copy of a design that was given up for another", async () => {
    const { document, edit, calls } = setUp();
    edit("A");
    await calls();
    document.getState().replace(emptyDesign("Other"), { path: null, hash: null });
    expect(await calls()).toEqual([["recovery.write", "key-0"], ["recovery.clear", "key-0"]]);
  });

  it("writes at once when the page is about to go", async () => {
    const { client, edit, recovery } = setUp();
    edit("A");
    recovery.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.made).toHaveLength(1);
  });
});
