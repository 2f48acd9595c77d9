import { describe, expect, it } from "vitest";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { ExperimentState } from "../../engine/contract/chaos.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { emptyDesign } from "../../design/document/new-design.ts";
import { canDo, chosenZone, controlZone, zoneNow } from "./zone-control.ts";
import { zonePhaseText } from "./zone-phase.ts";

const east: ZoneState = { zone: "east", phase: "running", deaths: 0 };
const freeze: ExperimentState = { id: "f", experiment: "freeze-zone", target: { zone: "east" }, by: "hand", phase: "active", atMs: 0, endMs: 10 };
const running: RunState = { runId: "r", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1, zones: [east] };

function setUp(run: RunState = running) {
  const engine = createFakeClient({ "run.experiment": () => freeze, "run.endExperiment": () => freeze, "run.startZone": () => running });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine };
  context.document.getState().replace({ ...emptyDesign("d"), nodes: [{ id: "a", kind: "consumer", position: { x: 0, y: 0 }, zone: "east" }, { id: "b", kind: "consumer", position: { x: 0, y: 0 } }], zones: [{ id: "east", name: "East" }] }, { path: null, hash: null });
  context.run.getState().acceptState(run);
  return { context, made: engine.made };
}

describe("the process of a zone", () => {
  it("O2 is started, stopped and killed only where that makes sense, and never on another machine", () => {
    const can = (state: Partial<ZoneState>) => (["start", "stop", "kill"] as const).filter((action) => canDo(action, { ...east, ...state }));
    expect(can({})).toEqual(["stop", "kill"]);
    expect(can({ phase: "frozen" })).toEqual(["start", "kill"]);
    expect(can({ phase: "restarting" })).toEqual(["start"]);
    expect(can({ phase: "stopped" })).toEqual(["start"]);
    expect(can({ phase: "stopping" })).toEqual([]);
    expect(can({ worker: "far" })).toEqual([]);
    expect(zoneNow({ ...running, phase: "finished" }, "east")).toBeUndefined();
  });

  it("O4 is stopped and killed as an experiment, so that the report tells of it", async () => {
    const { context, made } = setUp();
    await controlZone(context, "kill", "east");
    await controlZone(context, "stop", "east");
    expect(made).toMatchObject([
      { name: "run.experiment", request: { experiment: "kill-zone", target: { zone: "east" }, parameters: { graceful: false } } },
      { name: "run.experiment", request: { experiment: "kill-zone", parameters: { graceful: true }, durationMs: 3_600_000 } },
    ]);
    expect(made[0]?.request).not.toHaveProperty("durationMs");
  });

  it("O2 is started by ending what holds it, or else before its back-off is over", async () => {
    const held = setUp({ ...running, experiments: [freeze, { ...freeze, id: "other", target: { zone: "west" } }] });
    await controlZone(held.context, "start", "east");
    expect(held.made).toEqual([{ name: "run.endExperiment", request: { id: "f" } }]);
    const waiting = setUp();
    await controlZone(waiting.context, "start", "east");
    expect(waiting.made).toEqual([{ name: "run.startZone", request: { zone: "east" } }]);
  });

  it("is that of what is selected, or the only one there is", () => {
    const { context } = setUp();
    expect(chosenZone(context)).toBe("east");
    context.session.getState().select({ nodes: ["b"] });
    expect(chosenZone(context)).toBe("local");
    context.session.getState().select({ nodes: ["a"] });
    expect(chosenZone(context)).toBe("east");
  });

  it("is told of in a few words, with its back-off", () => {
    expect(zonePhaseText(east, undefined)).toBe("");
    expect(zonePhaseText({ ...east, worker: "far" }, undefined)).toBe("on far");
    expect(zonePhaseText({ ...east, phase: "restarting" }, 8)).toBe("down, back in 8 s");
    expect(zonePhaseText({ ...east, phase: "stopped" }, undefined)).toBe("stopped");
  });
});
