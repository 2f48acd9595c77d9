import { describe, expect, it } from "vitest";
import type { Alert } from "../alerts/alert.ts";
import type { Design, DesignNode, Slo } from "../document/schema.ts";
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

  it("O6 names alerts that are new, changed or gone", () => {
    const alert: Alert = { id: "a", name: "Behind", when: { threshold: { node: "b", metric: "depth", direction: "above", value: 9 } }, actions: [] };
    const [without, behind, off] = [design({}), { ...design({}), alerts: [alert] }, { ...design({}), alerts: [{ ...alert, enabled: false }] }];
    expect(describeChanges(without, behind)).toEqual(["alert Behind: depth of Billing above 9: only told; cooldown 1 min"]);
    expect(describeChanges(behind, off)).toEqual(["alert Behind: depth of Billing above 9: only told; cooldown 1 min; off"]);
    expect(describeChanges(off, without)).toEqual(["alert Behind removed"]);
    expect(matterToRun(behind, off)).toBe(true);
    const slos = (value: number): Slo[] => [{ id: "s", name: "S", target: { all: true }, metric: "depth", op: "<=", value }];
    expect(matterToRun({ ...without, slos: slos(1) }, { ...without, slos: slos(2) })).toBe(false);
    const waiting = { ...without, alerts: [{ ...alert, when: { slo: "s" } }] };
    expect(matterToRun({ ...waiting, slos: slos(1) }, { ...waiting, slos: slos(2) })).toBe(true);
  });

  it("does not trouble a run with what it would not notice", () => {
    expect(matterToRun(design({}), design({}, 50))).toBe(false);
    expect(matterToRun(design({}), design({ replicas: 2 }))).toBe(true);
  });
});
