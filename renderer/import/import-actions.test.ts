import { beforeEach, describe, expect, it } from "vitest";
import { formatDesign } from "../../design/document/format.ts";
import { AppError } from "../../design/errors.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { isEdited } from "../stores/document-state.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { considerFile, considerPasted, considerText, openImported } from "./import-actions.ts";
import { NOTHING_TO_IMPORT, pendingImport } from "./pending-import.ts";

const DEFINITIONS = JSON.stringify({
  rabbit_version: "4.0.0",
  vhosts: [{ name: "/" }],
  queues: [{ name: "orders", vhost: "/", durable: true, auto_delete: false }],
  exchanges: [],
  bindings: [],
});

function setUp() {
  return { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: createFakeClient() };
}

beforeEach(() => pendingImport.setState(NOTHING_TO_IMPORT));

describe("importing", () => {
  it("shows what a document is before anything is replaced", async () => {
    const context = setUp();
    expect(await considerText(context, DEFINITIONS, "broker.json")).toBe(true);
    expect(context.session.getState().dialog).toBe("import");
    const { found } = pendingImport.getState();
    expect(found).toMatchObject({ format: expect.stringContaining("RabbitMQ"), fileName: "broker.json", isOwn: false });
    expect(context.document.getState().design.nodes).toEqual([]);
  });

  it("opens it as a new design that counts as unsaved, after asking about other unsaved work", async () => {
    const context = setUp();
    await considerText(context, DEFINITIONS, "broker.json");
    await openImported(context, pendingImport.getState().found!);
    const document = context.document.getState();
    expect(document.path).toBeNull();
    expect(document.design.nodes.length).toBeGreaterThan(0);
    expect(isEdited(document)).toBe(true);
    await openImported(context, pendingImport.getState().found!);
    expect(context.session.getState().dialog).toBe("unsaved");
  });

  it("says why a document cannot be read, and reads no file that is too large", async () => {
    const context = setUp();
    expect(await considerText(context, "openapi: 3.1.0\npaths: {}\n", "api.yaml")).toBe(false);
    expect(pendingImport.getState().refusal).toContain("an OpenAPI document");
    const huge = { name: "huge.json", size: 200 * 1024 * 1024, text: () => Promise.reject(new Error("must not be read")) };
    expect(await considerFile(context, huge as unknown as File)).toBe(false);
    expect(pendingImport.getState().refusal).toMatch(/huge\.json has 200 MB/);
  });

  it("takes our own designs, and names what is broken in one", async () => {
    const context = setUp();
    await considerText(context, formatDesign(orderPipeline()), "orders.spillway.json");
    expect(pendingImport.getState().found).toMatchObject({ format: "Spillway design", isOwn: true, design: { name: "Orders" } });
    await considerText(context, '{"format":"spillway","version":99}', "new.spillway.json");
    expect(pendingImport.getState().refusal).toContain("version");
  });

  it("offers what is pasted where it can be imported, and else says what the clipboard should hold", async () => {
    const context = setUp();
    const refusal = new AppError("design-invalid", "The clipboard holds no part of a design.");
    await considerPasted(context, DEFINITIONS, refusal);
    expect(context.session.getState().dialog).toBe("import");
    await expect(considerPasted(context, "just words", refusal)).rejects.toMatchObject({ message: refusal.message, hint: expect.stringContaining("Imported are") });
  });
});
