import { beforeEach, describe, expect, it, vi } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { Design } from "../../design/document/schema.ts";
import type { DiscoveryItem, ObservedQueue } from "../../engine/contract/discovery.ts";
import { createFakeClient, type FakeClient } from "../../engine/contract/fake-client.ts";
import { frameSchema } from "../../engine/contract/frame.ts";
import { AppError } from "../../design/errors.ts";
import { createDiscoveryStore, type DiscoveryStore } from "../stores/discovery-store.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createFrameStore } from "../stores/frames.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { beginDiscovery, endDiscovery, followDiscovery, type DiscoveryContext } from "./discover.ts";
import { observedFrame } from "./observed-frame.ts";

const position = { x: 0, y: 0 };
const design: Design = {
  ...emptyDesign("BullMQ at host"),
  nodes: [
    { id: "in", kind: "producer", position },
    { id: "mail", kind: "queue", position },
    { id: "work", kind: "consumer", position, settings: { replicas: 2, concurrency: 3 } },
    { id: "done", kind: "sink", position },
  ],
  edges: [
    { id: "e1", from: { node: "in", port: "out" }, to: { node: "mail", port: "in" } },
    { id: "e2", from: { node: "mail", port: "out" }, to: { node: "work", port: "in" } },
    { id: "e3", from: { node: "work", port: "out" }, to: { node: "done", port: "in" } },
  ],
};

function observed(waiting: number): ObservedQueue {
  const counts = { waiting, prioritized: 0, delayed: 2, active: 3, waitingChildren: 0, completed: 9, failed: 0 };
  return { queue: "mail", consumer: "work", figures: { counts, rates: { addedPerSecond: 40, donePerSecond: 30, overMs: 2000 }, workers: 2, paused: false } };
}

let engine: FakeClient;
let discovery: DiscoveryStore;
let context: DiscoveryContext;
let accept: (item: DiscoveryItem) => void;

beforeEach(() => {
  engine = createFakeClient({ "discover.start": () => ({}), "discover.stop": () => ({}) });
  discovery = createDiscoveryStore();
  const run = createRunStore();
  run.getState().setConnection({ status: "connected" });
  context = { engine, discovery, document: createDocumentStore(), session: createSessionStore(), run, frames: createFrameStore(() => 0), now: () => 1000 };
  accept = followDiscovery(context);
});

async function find(): Promise<string> {
  await beginDiscovery(context, "redis://host", "bull");
  const { id } = discovery.getState();
  accept({ type: "progress", id, phase: "scanning", keys: 1, ofKeys: 2, queues: 0 });
  accept({ type: "found", id, place: "host:6379", design, notes: [], queues: [observed(5)] });
  return id;
}

const depthShown = (): number | undefined => (context.frames as ReturnType<typeof createFrameStore>).latest()?.nodes.mail?.depth;

describe("discovering a Redis", () => {
  it("opens the design that was found, unsaved and in no file, and shows its figures as they are renewed", async () => {
    const id = await find();
    expect(engine.made[0]).toMatchObject({ name: "discover.start", request: { id, url: "redis://host", prefix: "bull" } });
    expect(context.document.getState()).toMatchObject({ path: null, design: { name: "BullMQ at host" } });
    expect(discovery.getState().status).toBe("watching");
    expect(depthShown()).toBe(7);
    accept({ type: "figures", id, queues: [observed(9)] });
    expect(depthShown()).toBe(11);
  });

  it("passes over what other windows discover", async () => {
    await find();
    accept({ type: "figures", id: "another", queues: [observed(99)] });
    expect(depthShown()).toBe(7);
  });

  it("keeps the address nowhere but in the call", async () => {
    await beginDiscovery(context, "redis://:secret@host", "bull");
    expect(JSON.stringify([discovery.getState(), context.document.getState(), context.session.getState()])).not.toContain("secret");
  });

  it.each<[string, () => void]>([
    ["another design is opened", () => context.document.getState().replace(emptyDesign(), { path: null, hash: null })],
    ["it is stopped", () => void endDiscovery(context)],
  ])("ends watching when %s", async (_, act) => {
    const id = await find();
    act();
    await vi.waitFor(() => expect(engine.made.at(-1)).toEqual({ name: "discover.stop", request: { id } }));
    expect(discovery.getState().status).toBe("none");
  });

  it("goes on while the design is edited", async () => {
    const id = await find();
    context.document.getState().edit({ ...noChange(), properties: { name: ["BullMQ at host", "Ours"] } }, "Rename");
    accept({ type: "figures", id, queues: [observed(1)] });
    expect(depthShown()).toBe(3);
  });

  it("says why it failed, and that it is lost with the engine", async () => {
    engine.handle("discover.start", () => {
      throw new AppError("run-active", "4 Redis servers are being looked through.");
    });
    await beginDiscovery(context, "redis://host", "bull");
    expect(discovery.getState()).toMatchObject({ status: "failed", message: expect.stringContaining("4 Redis servers") });
    engine.handle("discover.start", () => ({}));
    await find();
    context.run.getState().setConnection({ status: "connecting" });
    expect(discovery.getState()).toMatchObject({ status: "failed", message: expect.stringContaining("engine") });
  });
});

it("what was seen is a frame: depth and rates of the queue, jobs in its workers' hands, rates of the edges", () => {
  const frame = observedFrame(design, [observed(5)], 1, 0);
  expect(frameSchema.parse(frame)).toEqual(frame);
  expect(frame.nodes).toMatchObject({ mail: { depth: 7, inPerSecond: 40, outPerSecond: 30 }, work: { inFlight: 3, capacity: 6, utilization: 0.5 }, in: { outPerSecond: 40 } });
  expect(frame.edges).toMatchObject({ e1: { perSecond: 40 }, e2: { perSecond: 30 }, e3: { perSecond: 30 } });
});

function noChange() {
  const none = { added: [], removed: [], updated: [] };
  return { nodes: none, edges: none, zones: none, annotations: none, slos: none, alerts: none };
}
