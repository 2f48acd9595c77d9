import { describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { commandOf } from "../commands/registry.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "D",
  nodes: [
    { id: "a", kind: "consumer", position },
    { id: "b", kind: "consumer", position },
  ],
  edges: [],
};

describe("O3 zones by command", () => {
  function setUp() {
    const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: createFakeClient({}) };
    context.document.getState().replace(design, { path: null, hash: null });
    context.session.getState().select({ nodes: ["a", "b"] });
    return context;
  }

  it("O3 puts what is selected into a new zone, in one step that can be undone", () => {
    const context = setUp();
    void commandOf("zone.new")!.perform(context);
    const { design: after, undo } = context.document.getState();
    expect(after.zones).toMatchObject([{ name: "Zone 1" }]);
    expect(after.nodes.map((node) => node.zone)).toEqual([after.zones![0]!.id, after.zones![0]!.id]);
    undo();
    expect(context.document.getState().design).toEqual(design);
  });

  it("O3 takes what is selected out of its zone", () => {
    const context = setUp();
    expect(commandOf("zone.leave")!.when!(context)).toBe(false);
    void commandOf("zone.new")!.perform(context);
    context.session.getState().select({ nodes: ["a"] });
    expect(commandOf("zone.leave")!.when!(context)).toBe(true);
    void commandOf("zone.leave")!.perform(context);
    expect(context.document.getState().design.nodes.map((node) => node.zone !== undefined)).toEqual([false, true]);
  });
});
