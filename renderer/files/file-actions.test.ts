import { beforeEach, describe, expect, it, vi } from "vitest";
import { formatDesign } from "../../design/document/format.ts";
import { emptyDesign } from "../../design/document/new-design.ts";
import { renameDesign } from "../../design/document/operations-document.ts";
import { createFakeClient, type FakeHandlers } from "../../engine/contract/fake-client.ts";
import { isEdited } from "../stores/document-state.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { openFile, saveTo, withSavedWork } from "./file-actions.ts";
import { pendingStore } from "./pending.ts";

const PATH = "/designs/orders.spillway.json";

function setUp(handlers: FakeHandlers) {
  const client = createFakeClient({ "files.open": () => ({ path: PATH, name: "orders", text: formatDesign(emptyDesign("Orders")), hash: "h1" }), ...handlers });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: client };
  function edit(name: string): void {
    const { design, edit: apply } = context.document.getState();
    apply(renameDesign(design, name), "Rename");
  }
  return { client, context, edit };
}

beforeEach(() => pendingStore.setState({ conflict: null, unsaved: null, recovered: [] }));

describe("files", () => {
  it("opens a design with its path and hash", async () => {
    const { context } = setUp({});
    await openFile(context, PATH);
    expect(context.document.getState()).toMatchObject({ path: PATH, hash: "h1", design: { name: "Orders" } });
    expect(isEdited(context.document.getState())).toBe(false);
  });

  it("leaves what is open alone when a file cannot be read", async () => {
    const { context } = setUp({ "files.open": () => ({ path: PATH, name: "x", text: "{ not json", hash: "h" }) });
    const before = context.document.getState().design;
    await expect(openFile(context, PATH)).rejects.toMatchObject({ code: "design-unreadable" });
    expect(context.document.getState().design).toBe(before);
  });

  it("saves with the hash that it was opened with", async () => {
    const { client, context, edit } = setUp({ "files.save": ({ path }) => ({ conflict: false, hash: "h2", path }) });
    await openFile(context, PATH);
    edit("Better orders");
    await expect(saveTo(context, PATH)).resolves.toBe(true);
    expect(client.made.at(-1)?.request).toMatchObject({ path: PATH, hash: "h1", overwrite: false });
    expect(context.document.getState().hash).toBe("h2");
    expect(isEdited(context.document.getState())).toBe(false);
  });

  it("asks when somebody else has changed the file, and keeps the work unsaved", async () => {
    const { context, edit } = setUp({ "files.save": ({ path }) => ({ conflict: true, hash: "theirs", path }) });
    await openFile(context, PATH);
    edit("Mine");
    await expect(saveTo(context, PATH)).resolves.toBe(false);
    expect(pendingStore.getState().conflict).toEqual({ path: PATH, reason: "changed" });
    expect(context.session.getState().dialog).toBe("conflict");
    expect(context.document.getState().hash).toBe("h1");
    expect(isEdited(context.document.getState())).toBe(true);
  });

  it("does not claim another file's hash for a new name", async () => {
    const { client, context } = setUp({ "files.save": ({ path }) => ({ conflict: true, hash: "x", path }) });
    await openFile(context, PATH);
    await saveTo(context, "/designs/other.spillway.json");
    expect(client.made.at(-1)?.request).not.toHaveProperty("hash");
    expect(pendingStore.getState().conflict?.reason).toBe("exists");
  });

  it("does not blame anybody when recovered work meets its file", async () => {
    const { context } = setUp({ "files.save": ({ path }) => ({ conflict: true, hash: "x", path }) });
    context.document.getState().recover(emptyDesign("Recovered"), { path: PATH, key: "k" });
    await saveTo(context, PATH);
    expect(pendingStore.getState().conflict?.reason).toBe("recovered");
  });

  it("goes on at once without unsaved work, and asks with some", async () => {
    const { context, edit } = setUp({});
    const proceed = vi.fn(async () => {});
    await withSavedWork(context, proceed);
    expect(proceed).toHaveBeenCalledTimes(1);
    edit("Unsaved");
    await withSavedWork(context, proceed);
    expect(proceed).toHaveBeenCalledTimes(1);
    expect(context.session.getState().dialog).toBe("unsaved");
  });
});
