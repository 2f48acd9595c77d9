import { expect, it } from "vitest";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { place, report, stats } from "../../tests/support/reports.ts";
import { showOwnRun } from "../run/show-own-run.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createFrameStore } from "../stores/frames.ts";
import { createPredictionStore } from "../stores/predictions.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSeriesStore } from "../stores/series.ts";
import { frameOf, nodeFrame } from "../stores/testing/frame-fixtures.ts";
import { createTraceStore } from "../stores/traces.ts";
import { createWhatIfStore } from "../stores/what-if-store.ts";
import { followStreams } from "./streams.ts";

const owner = { path: "/a", document: "document-of-a", name: "Orders" };
const running: RunState = { runId: "r1", owner, mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 };

function setUp() {
  const client = createFakeClient({});
  let keys = 0;
  const document = createDocumentStore(() => `key-${(keys += 1)}`);
  const run = createRunStore();
  const targets = {
    run,
    frames: createFrameStore(),
    series: createSeriesStore(),
    traces: createTraceStore(),
    predictions: createPredictionStore(),
    whatIf: createWhatIfStore(),
    kept: () => {},
    discovery: () => {},
    now: () => 5,
  };
  showOwnRun({ document, run });
  followStreams(client, targets);
  const open = (path: string | null): void => document.getState().replace(orderPipeline(), { path, hash: null });
  return { client, document, run, frames: targets.frames, open };
}

it("a run's numbers are not shown on another design, though its nodes have the same ids, and are there when its own is opened again", () => {
  const { client, run, frames, open } = setUp();
  open("/a");
  client.emit("state", running);
  client.emit("frame", frameOf(1, { inbox: nodeFrame({ depth: 7 }) }));
  expect(frames.latest()?.nodes.inbox?.depth).toBe(7);
  open("/b");
  expect([frames.latest(), run.getState().run, run.getState().elsewhere?.runId]).toEqual([null, null, "r1"]);
  client.emit("frame", frameOf(2, { inbox: nodeFrame({ depth: 9 }) }));
  client.emit("state", { ...running, phase: "finished" });
  client.emit("report", { report: report({}), owner });
  expect([frames.latest(), run.getState().reports]).toEqual([null, []]);
  open("/a");
  expect([frames.latest()?.nodes.inbox?.depth, run.getState().run?.phase, run.getState().elsewhere]).toEqual([9, "finished", null]);
});

it("once a run is over, its nodes show what the report says of the whole of it rather than its last second", () => {
  const { client, frames, open } = setUp();
  open("/a");
  client.emit("state", running);
  client.emit("frame", frameOf(1, { billing: nodeFrame({ utilization: 0, depth: 3 }), other: nodeFrame({ utilization: 0.1 }) }));
  client.emit("report", { report: report({ nodes: { billing: place({ utilization: 0.9, waitMs: stats(12), in: 125, errors: 25, out: 100, throughputPerSecond: 20 }) } }), owner });
  expect(frames.latest()?.nodes).toMatchObject({ billing: { utilization: 0.9, inPerSecond: 20, outPerSecond: 20, waitMs: { mean: 12 }, depth: 3 }, other: { utilization: 0.1 } });
});

it("a finished run stays on its design while another window runs another one", () => {
  const { client, run, frames, open } = setUp();
  open("/a");
  client.emit("state", running);
  client.emit("frame", frameOf(1, { inbox: nodeFrame({ depth: 7 }) }));
  client.emit("state", { ...running, phase: "finished" });
  client.emit("state", { ...running, runId: "r2", owner: { path: "/b", document: "document-of-b", name: "B" } });
  client.emit("frame", frameOf(1, { inbox: nodeFrame({ depth: 1 }) }));
  expect([run.getState().run?.runId, frames.latest()?.nodes.inbox?.depth]).toEqual(["r1", 7]);
  client.emit("state", { ...running, runId: "r3" });
  expect([run.getState().run?.runId, run.getState().elsewhere, frames.latest()]).toEqual(["r3", null, null]);
});

it("a run stays that of its document when that is saved into a file, and one that nobody owns is everybody's", () => {
  const { client, document, run, open } = setUp();
  open(null);
  const { key, design, markSaved } = document.getState();
  client.emit("state", { ...running, owner: { path: null, document: key, name: "Orders" } });
  markSaved(design, { path: "/new", hash: "h" });
  expect(run.getState().run?.runId).toBe("r1");
  const { owner: _, ...unowned } = running;
  client.emit("state", { ...unowned, runId: "r2" });
  open("/c");
  expect(run.getState().run?.runId).toBe("r2");
});
