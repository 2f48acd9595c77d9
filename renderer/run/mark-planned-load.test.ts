import { expect, it } from "vitest";
import type { Frame } from "../../engine/contract/frame.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { designOf, evenly, SINK } from "../../tests/support/designs.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createFrameStore } from "../stores/frames.ts";
import { createRunStore } from "../stores/run-store.ts";
import { markPlannedLoad } from "./mark-planned-load.ts";

const running: RunState = { runId: "r1", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 };

it("P7 a planned step is marked at its time when the run passes it, once in each run", () => {
  const [document, run, frames] = [createDocumentStore(), createRunStore(), createFrameStore()];
  const load = [{ atMs: 5000, node: "p", ratePerSecond: 80 }, { atMs: 0, node: "p", rateFactor: 2, durationMs: 1000 }];
  document.getState().replace(designOf({ p: evenly(10, 10), s: SINK }, ["p > s"], { scenario: { load } }), { path: null, hash: null });
  const end = markPlannedLoad({ document, run }, frames);
  const frameAt = (atMs: number): void => frames.accept({ atMs, nodes: {}, channels: {}, edges: {} } as unknown as Frame);
  const marks = (): string[] => run.getState().marks.map(({ atMs, label }) => `${atMs} ${label}`);
  run.getState().acceptState(running);
  frameAt(100);
  expect(marks()).toEqual(["0 p at 2 times its rate for 1 s"]);
  frameAt(4999);
  frameAt(5100);
  frameAt(5200);
  expect(marks()).toEqual(["0 p at 2 times its rate for 1 s", "5000 p at 80/s"]);
  run.getState().acceptState({ ...running, runId: "r2" });
  frameAt(100);
  expect(marks()).toHaveLength(1);
  end();
  frames.reset();
});
