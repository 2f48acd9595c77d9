import { describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { setSpeed, startRun } from "./run-actions.ts";

const started: RunState = { runId: "r", mode: "forecast", phase: "starting", atMs: 0, forMs: 5000, speed: 2, seed: 3 };
const runnable: Design = {
  format: "spillway",
  version: 1,
  name: "D",
  seed: 3,
  nodes: [
    { id: "shop", kind: "producer", position: { x: 0, y: 0 } },
    { id: "done", kind: "sink", position: { x: 300, y: 0 } },
  ],
  edges: [{ id: "e", from: { node: "shop", port: "out" }, to: { node: "done", port: "in" } }],
};

function setUp(design: Design) {
  const client = createFakeClient({ "run.start": () => started, "run.speed": ({ speed }) => ({ ...started, speed }) });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: client };
  context.document.getState().replace(design, { path: null, hash: null });
  context.run.getState().setOptions({ mode: "forecast", forMs: 5000, speed: 2 });
  return { client, context };
}

describe("starting a run", () => {
  it("asks for what is chosen on the screen", async () => {
    const { client, context } = setUp(runnable);
    await startRun(context, { paused: true });
    expect(client.made[0]).toMatchObject({ name: "run.start", request: { mode: "forecast", forMs: 5000, speed: 2, seed: 3, paused: true } });
    expect(context.run.getState().run).toEqual(started);
  });

  it("audits live runs where that is wished, and no forecast (E4)", async () => {
    const { client, context } = setUp(runnable);
    context.run.getState().setOptions({ audit: true });
    await startRun(context);
    context.run.getState().acceptState(null);
    context.run.getState().setOptions({ mode: "live" });
    await startRun(context);
    expect(client.made.map(({ request }) => (request as { audit?: boolean }).audit)).toEqual([undefined, true]);
  });

  it("F6 makes forecasts as coarse as is wished, and no live run", async () => {
    const { client, context } = setUp(runnable);
    context.run.getState().setOptions({ eachStandsFor: "auto" });
    await startRun(context);
    context.run.getState().acceptState(null);
    context.run.getState().setOptions({ mode: "live" });
    await startRun(context);
    expect(client.made.map(({ request }) => (request as { eachStandsFor?: unknown }).eachStandsFor)).toEqual(["auto", undefined]);
  });

  it("leaves the end out where there is none", async () => {
    const { client, context } = setUp(runnable);
    context.run.getState().setOptions({ forMs: null });
    await startRun(context);
    expect(client.made[0]?.request).not.toHaveProperty("forMs");
  });

  it("shows the problems instead of asking for what cannot run", async () => {
    const { client, context } = setUp({ ...runnable, nodes: [], edges: [] });
    await startRun(context);
    expect(client.made).toEqual([]);
    expect(context.session.getState()).toMatchObject({ dockTab: "problems", toasts: [{ level: "warning" }] });
  });

  it("sets the speed of a run that is on, and only remembers it without one", async () => {
    const { client, context } = setUp(runnable);
    await setSpeed(context, 5);
    expect(client.made).toEqual([]);
    await startRun(context);
    await setSpeed(context, 0.5);
    expect(client.made.at(-1)).toMatchObject({ name: "run.speed", request: { speed: 0.5 } });
    expect(context.run.getState()).toMatchObject({ options: { speed: 0.5 }, run: { speed: 0.5 } });
  });
});
