import { describe, expect, it } from "vitest";
import { designOf, evenly, SINK } from "../../tests/support/designs.ts";
import { applyDiff, invertDiff } from "./diff.ts";
import { addLoadStep, removeLoadStep, updateLoadStep } from "./operations-load.ts";

const design = designOf({ p: evenly(10, 10), s: SINK }, ["p > s"]);
const step = { atMs: 1000, node: "p", rateFactor: 3, durationMs: 500 } as const;
const planned = applyDiff(design, addLoadStep(design, step));

describe("P7 editing the planned load", () => {
  it("P7 adds, changes and removes a step, each of which can be taken back", () => {
    expect(planned.scenario).toEqual({ load: [step] });
    const change = updateLoadStep(planned, 0, { rateFactor: undefined, ratePerSecond: 50 });
    const changed = applyDiff(planned, change);
    expect(changed.scenario).toEqual({ load: [{ atMs: 1000, node: "p", ratePerSecond: 50, durationMs: 500 }] });
    expect(applyDiff(changed, invertDiff(change))).toEqual(planned);
    const removal = removeLoadStep(planned, 0);
    expect(applyDiff(planned, removal)).toEqual(design);
    expect(applyDiff(applyDiff(planned, removal), invertDiff(removal))).toEqual(planned);
  });

  it("P7 experiments and the other steps stay", () => {
    const chaos = [{ id: "c", atMs: 1, experiment: "kill-zone", target: {} }];
    const both = { ...planned, scenario: { load: [step, { ...step, atMs: 2000 }], chaos } };
    expect(applyDiff(both, removeLoadStep(both, 0)).scenario).toEqual({ load: [{ ...step, atMs: 2000 }], chaos });
    const last = { ...planned, scenario: { load: [step], chaos } };
    expect(applyDiff(last, removeLoadStep(last, 0)).scenario).toEqual({ chaos });
  });
});
