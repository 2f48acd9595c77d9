import { describe, expect, it } from "vitest";
import { designOf, evenly, SINK } from "../../tests/support/designs.ts";
import type { Alert } from "../alerts/alert.ts";
import { applyDiff, invertDiff } from "./diff.ts";
import { formatDesign } from "./format.ts";
import { loadDesign } from "./load.ts";
import { addAlert, removeAlert, updateAlert } from "./operations-alerts.ts";
import { addSlo, removeSlo, removeZone } from "./operations-document.ts";
import { removeElements } from "./operations.ts";

const design = designOf({ p: evenly(10, 10), c: ["consumer"], s: SINK }, ["p > c", "c > s"]);
const alert: Omit<Alert, "id"> = {
  name: "Behind",
  when: { threshold: { node: "c", metric: "depth", direction: "above", value: 50 } },
  forMs: 1000,
  actions: [{ scale: { node: "c", by: 2, max: 8 } }, { shed: { node: "p", share: 0.5, forMs: 5000 } }],
};
const alerted = applyDiff(design, addAlert(design, alert));

describe("O6 editing alerts", () => {
  it("O6 adds, changes and removes an alert, each of which can be taken back", () => {
    expect(alerted.alerts).toEqual([{ id: "alert-1", ...alert }]);
    const change = updateAlert(alerted, { id: "alert-1", name: "Far behind", forMs: undefined });
    const changed = applyDiff(alerted, change);
    expect(changed.alerts?.[0]).not.toHaveProperty("forMs");
    expect(changed.alerts?.[0]?.name).toBe("Far behind");
    expect(applyDiff(changed, invertDiff(change))).toEqual(alerted);
    const removal = removeAlert(alerted, "alert-1");
    expect(applyDiff(alerted, removal)).toEqual(design);
    expect(applyDiff(applyDiff(alerted, removal), invertDiff(removal))).toEqual(alerted);
  });

  it("O6 what could not be loaded again is refused", () => {
    expect(() => addAlert(design, { ...alert, when: {} })).toThrow("say one of slo, anomaly and threshold");
    expect(() => addAlert(design, { ...alert, actions: [{ scale: { node: "c", by: 1, to: 2 } }] })).toThrow("say by how many replicas, or to how many");
    expect(() => updateAlert(alerted, { id: "alert-1", actions: [{ restart: {} }] })).toThrow("say a node or a zone");
    expect(() => updateAlert(alerted, { id: "alert-9", name: "" })).toThrow('There is no alert "alert-9"');
  });

  it("O6 a file keeps them, and one without them has none", () => {
    const text = formatDesign(alerted);
    const loaded = loadDesign(text);
    expect(loaded).toMatchObject({ ok: true, design: { alerts: alerted.alerts } });
    expect(loaded.ok && formatDesign(loaded.design)).toBe(text);
    expect(loadDesign(formatDesign(design))).toMatchObject({ ok: true, design: expect.not.objectContaining({ alerts: expect.anything() }) });
    expect(loadDesign(text.replace('"direction": "above"', '"direction": "over"'))).toMatchObject({ ok: false, error: { message: expect.stringContaining('must be one of above, below') } });
  });

  it("O6 what refers to a node, an SLO or a zone goes with it", () => {
    expect(applyDiff(alerted, removeElements(alerted, { nodes: ["p"] })).alerts?.[0]?.actions).toEqual([alert.actions[0]]);
    const removal = removeElements(alerted, { nodes: ["c"] });
    expect(applyDiff(alerted, removal)).not.toHaveProperty("alerts");
    expect(applyDiff(applyDiff(alerted, removal), invertDiff(removal))).toEqual(alerted);
    const judged = applyDiff(design, addSlo(design, { name: "Quick", target: { node: "c" }, metric: "waitMs", op: "<=", value: 50 }));
    const waiting = applyDiff(judged, addAlert(judged, { name: "Slow", when: { slo: "slo-1" }, actions: [{ restart: { zone: "z" } }] }));
    expect(applyDiff(waiting, removeSlo(waiting, "slo-1"))).toEqual(design);
    // The SLO goes with its node, and the alert with the SLO.
    expect(applyDiff(waiting, removeElements(waiting, { nodes: ["c"] }))).not.toHaveProperty("alerts");
    const zoned = { ...waiting, zones: [{ id: "z", name: "Z" }] };
    expect(applyDiff(zoned, removeZone(zoned, "z")).alerts?.[0]?.actions).toEqual([]);
  });
});
