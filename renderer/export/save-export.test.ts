import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClient, type FakeHandlers } from "../../engine/contract/fake-client.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { exportStore } from "../stores/export-store.ts";
import { pendingExport, type ExportToSave } from "./pending-export.ts";
import { chooseFolderAndSave, placeOf, saveInto, write } from "./save-export.ts";

const HASH = "a".repeat(64);
const save: ExportToSave = { target: "mermaid", title: "Mermaid", files: [{ path: "design.mmd", language: "mermaid", text: "flowchart LR\n" }], place: "/d.json mermaid" };

function setUp(state: "new" | "same" | "outdated" | "edited" | "foreign", handlers: FakeHandlers = {}) {
  const client = createFakeClient({
    "exports.compare": ({ folder }) => ({ folder, files: [{ path: "design.mmd", state, hash: state === "new" ? null : HASH, present: state === "new" ? null : "mine\n" }] }),
    "exports.write": ({ folder, files }) => ({ folder, written: files.map(({ path }) => path), conflicts: [] }),
    ...handlers,
  });
  return { client, context: { session: createSessionStore(), engine: client } };
}

beforeEach(() => pendingExport.setState({ toPlace: null, toReview: null }));

describe("saving an export", () => {
  it("writes what is new, and remembers the folder for this design and target", async () => {
    const { client, context } = setUp("new");
    expect(await saveInto(context, save, "/out")).toBe(true);
    expect(client.made.at(-1)).toMatchObject({ name: "exports.write", request: { folder: "/out", files: [{ path: "design.mmd", seen: null }] } });
    expect(exportStore.getState().folders["/d.json mermaid"]).toBe("/out");
    expect(context.session.getState().toasts.at(-1)).toMatchObject({ text: "Exported design.mmd.", detail: "/out" });
  });

  it.each(["outdated", "edited", "foreign"] as const)("writes nothing over a file that is %s before somebody has seen the difference", async (state) => {
    const { client, context } = setUp(state);
    expect(await saveInto(context, save, "/out")).toBe(false);
    expect(client.made.map(({ name }) => name)).toEqual(["exports.compare"]);
    expect(context.session.getState().dialog).toBe("export-review");
    expect(pendingExport.getState().toReview).toMatchObject({ folder: "/out", compared: [{ state, present: "mine\n" }] });
  });

  it("writes over what was seen alone, and tells of what changed meanwhile", async () => {
    const { client, context } = setUp("edited", { "exports.write": ({ folder, files }) => ({ folder, written: [], conflicts: files.map(({ path }) => path) }) });
    await saveInto(context, save, "/out");
    await write(context, save, "/out", pendingExport.getState().toReview!.compared);
    expect(client.made.at(-1)).toMatchObject({ request: { files: [{ seen: HASH }] } });
    expect(context.session.getState().toasts.at(-1)).toMatchObject({ level: "warning", text: expect.stringContaining("changed meanwhile and was left alone") });
  });

  it("asks for a folder in a browser, and tells designs in no file apart", async () => {
    const { context } = setUp("new");
    await chooseFolderAndSave(context, save);
    expect(context.session.getState().dialog).toBe("export-folder");
    expect(placeOf({ path: null, key: "k1" }, "svg")).not.toBe(placeOf({ path: null, key: "k2" }, "svg"));
    expect(placeOf({ path: "/a.json", key: "k1" }, "svg")).toBe(placeOf({ path: "/a.json", key: "k2" }, "svg"));
  });
});
