import { describe, expect, it } from "vitest";
import type { AlertRecord } from "../../engine/contract/alerts.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { createRunStore } from "../stores/run-store.ts";
import { markAlerts } from "./mark-alerts.ts";

const fired: AlertRecord = { seq: 1, alert: "a", name: "Deep", atMs: 4000, why: { metric: "depth", value: 120, text: "depth of Inbox 120, above 50" }, again: 0, actions: [], resolvedMs: null };
const runWith = (alerts: AlertRecord[], runId = "r"): RunState => ({ runId, mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1, alerts });

describe("O6 an alert on the charts", () => {
  it("is marked where it fires and where it is over, once each however often its actions are taken again", () => {
    const run = createRunStore();
    markAlerts({ run });
    const { acceptState } = run.getState();
    acceptState(runWith([fired]));
    acceptState(runWith([fired, { ...fired, seq: 2, atMs: 9000, again: 1 }]));
    acceptState(runWith([{ ...fired, resolvedMs: 12_000 }, { ...fired, seq: 2, atMs: 9000, again: 1, resolvedMs: 12_000 }]));
    expect(run.getState().marks).toEqual([
      { atMs: 4000, label: "Deep fires" },
      { atMs: 12_000, label: "Deep is over" },
    ]);
    acceptState(runWith([{ ...fired, atMs: 1000 }], "another"));
    expect(run.getState().marks).toEqual([{ atMs: 1000, label: "Deep fires" }]);
  });
});
