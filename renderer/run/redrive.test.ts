import { describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { redrive, redriveTarget } from "./redrive.ts";

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "D",
  nodes: [
    { id: "inbox", kind: "queue", position },
    { id: "dead", kind: "deadLetter", name: "Dead letters", position },
    { id: "other", kind: "deadLetter", position },
  ],
  edges: [{ id: "e", from: { node: "dead", port: "redrive" }, to: { node: "inbox", port: "in" } }],
};

function setUp() {
  const client = createFakeClient({ "run.redrive": () => ({ events: 12 }) });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: client };
  context.document.getState().replace(design, { path: null, hash: null });
  return { client, context };
}

describe("redriving dead letters", () => {
  it("is for a run that is on, and for a dead letter that is connected", () => {
    const { context } = setUp();
    expect(redriveTarget(context)).toBeUndefined();
    context.run.getState().acceptState({ runId: "r", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 });
    expect(redriveTarget(context)?.id).toBe("dead");
    context.session.getState().select({ nodes: ["other"] });
    expect(redriveTarget(context)?.id).toBe("dead");
  });

  it("asks the engine and says how many go", async () => {
    const { client, context } = setUp();
    context.run.getState().acceptState({ runId: "r", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 });
    await redrive(context);
    expect(client.made).toMatchObject([{ name: "run.redrive", request: { node: "dead" } }]);
    expect(context.session.getState().toasts.map(({ text }) => text)).toEqual(["12 events go back from Dead letters."]);
  });
});
