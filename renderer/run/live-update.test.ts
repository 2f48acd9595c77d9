import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { moveNodes } from "../../design/document/operations.ts";
import { updateSettings } from "../../design/document/operations-settings.ts";
import type { Design } from "../../design/document/schema.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { sendChanges } from "./live-update.ts";
import { showOwnRun } from "./show-own-run.ts";

const design: Design = {
  format: "spillway",
  version: 1,
  name: "D",
  nodes: [{ id: "work", kind: "consumer", name: "Billing", position: { x: 0, y: 0 } }],
  edges: [],
};
const running: RunState = { runId: "r1", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const client = createFakeClient({ "run.update": () => ({ applied: ["work"], later: [{ id: "q", why: "its lock is set at the start." }] }) });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: client };
  context.document.getState().replace(design, { path: null, hash: null });
  sendChanges(context, { latest: () => null });
  function setReplicas(value: number): void {
    const state = context.document.getState();
    state.edit(updateSettings(state.design, { node: "work", path: ["replicas"], value }), "Set replicas");
  }
  return { client, context, setReplicas, settle: () => vi.advanceTimersByTimeAsync(400) };
}

describe("changes while a run is on", () => {
  it("sends what was typed once, and keeps what the engine made of it", async () => {
    const { client, context, setReplicas, settle } = setUp();
    context.run.getState().acceptState(running);
    setReplicas(1);
    setReplicas(12);
    await settle();
    expect(client.made.map(({ name }) => name)).toEqual(["run.update"]);
    expect(client.made[0]?.request).toMatchObject({ design: { nodes: [{ settings: { replicas: 12 } }] } });
    expect(context.run.getState().verdicts).toMatchObject({ work: { applied: true }, q: { applied: false, why: "its lock is set at the start." } });
    expect(context.run.getState().marks.map((mark) => mark.label)).toEqual(["Billing: replicas 12"]);
  });

  it("opening a design is no change of it, and edits of another design are not sent", async () => {
    const { client, context, setReplicas, settle } = setUp();
    const { replace } = context.document.getState();
    showOwnRun(context);
    replace({ ...design, nodes: [] }, { path: null, hash: null });
    context.run.getState().acceptState({ ...running, owner: { path: "/a", document: "key", name: "D" } });
    replace(design, { path: "/a", hash: null });
    await settle();
    expect(client.made).toEqual([]);
    setReplicas(3);
    await settle();
    expect(client.made.map(({ name }) => name)).toEqual(["run.update"]);
    replace(design, { path: "/b", hash: null });
    setReplicas(5);
    await settle();
    expect(client.made).toHaveLength(1);
  });

  it("sends nothing for what a run would not notice, nor without a run", async () => {
    const { client, context, setReplicas, settle } = setUp();
    setReplicas(3);
    await settle();
    context.run.getState().acceptState(running);
    const { design: present, edit } = context.document.getState();
    edit(moveNodes(present, new Map([["work", { x: 40, y: 0 }]])), "Move");
    await settle();
    expect(client.made).toEqual([]);
  });
});
