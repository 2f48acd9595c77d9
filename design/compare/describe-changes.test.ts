import { describe, expect, it } from "vitest";
import type { Design, DesignNode } from "../document/schema.ts";
import { describeChanges, matterToRun } from "./describe-changes.ts";

function design(settings: DesignNode["settings"], x = 0): Design {
  return { format: "spillway", version: 1, name: "D", nodes: [{ id: "b", kind: "consumer", name: "Billing", position: { x, y: 0 }, settings }], edges: [] };
}

describe("changes during a run", () => {
  it("names what was changed and to what", () => {
    expect(describeChanges(design({ replicas: 2 }), design({ replicas: 4 }))).toEqual(["Billing: replicas 4"]);
    expect(describeChanges(design({}), design({ failureRate: 0.05 }))).toEqual(["Billing: failure rate 5 %"]);
    expect(describeChanges(design({ timeoutMs: 5000 }), design({ timeoutMs: 30_000 }))).toEqual(["Billing: time-out 30 s"]);
    expect(describeChanges(design({ replicas: 2 }), design({}))).toEqual(["Billing: replicas default"]);
  });

  it("goes into nested settings", () => {
    const before = design({ serviceTime: { distribution: "exponential", meanMs: 10 } });
    const after = design({ serviceTime: { distribution: "exponential", meanMs: 25 } });
    expect(describeChanges(before, after)).toEqual(["Billing: mean 25 ms"]);
  });

  it("does not trouble a run with what it would not notice", () => {
    expect(matterToRun(design({}), design({}, 50))).toBe(false);
    expect(matterToRun(design({}), design({ replicas: 2 }))).toBe(true);
  });
});
