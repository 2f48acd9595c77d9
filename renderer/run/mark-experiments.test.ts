import { describe, expect, it } from "vitest";
import type { ExperimentState } from "../../engine/contract/chaos.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { markExperiments } from "./mark-experiments.ts";

const state = (...experiments: ExperimentState[]): RunState => ({ runId: "r", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1, experiments });
const kill: ExperimentState = { id: "x", experiment: "kill-zone", target: { zone: "local" }, by: "hand", phase: "planned", atMs: 1000, endMs: 3000 };

describe("marks of experiments", () => {
  it("O4 each is marked once where it begins and where it is over, and not while it is planned", () => {
    const [document, run] = [createDocumentStore(), createRunStore()];
    markExperiments({ document, run });
    for (const phase of ["planned", "active", "active", "over", "over"] as const) run.getState().acceptState(state({ ...kill, phase }));
    expect(run.getState().marks).toEqual([
      { atMs: 1000, label: "Kill zone (local) begins" },
      { atMs: 3000, label: "Kill zone (local) is over" },
    ]);
    run.getState().acceptState(state({ ...kill, phase: "over" }, { ...kill, id: "y", phase: "over", endMs: 1000 }));
    expect(run.getState().marks.map(({ atMs }) => atMs)).toEqual([1000, 3000, 1000]);
  });
});
