import { describe, expect, it } from "vitest";
import { applyDiff, invertDiff } from "./diff.ts";
import { addExperiment, removeExperiment, updateExperiment } from "./operations-chaos.ts";
import type { Design } from "./schema.ts";

const plain: Design = { format: "spillway", version: 1, name: "Plain", nodes: [], edges: [] };
const spike = { atMs: 1000, durationMs: 500, experiment: "spike", target: { node: "p" } };

describe("planning experiments", () => {
  it("O4 one is added, changed and taken away, each undone by its inverse; planned load stays", () => {
    const load = [{ atMs: 0, node: "p", rateFactor: 2 }];
    const loaded = { ...plain, scenario: { load } };
    const added = applyDiff(loaded, addExperiment(loaded, spike));
    expect(added.scenario).toEqual({ load, chaos: [{ id: "experiment-1", ...spike }] });
    const changed = updateExperiment(added, { id: "experiment-1", atMs: 2000, durationMs: undefined });
    expect(applyDiff(added, changed).scenario?.chaos).toEqual([{ id: "experiment-1", atMs: 2000, experiment: "spike", target: { node: "p" } }]);
    expect(applyDiff(applyDiff(added, changed), invertDiff(changed))).toEqual(added);
    expect(applyDiff(added, removeExperiment(added, "experiment-1"))).toEqual(loaded);
    const alone = applyDiff(plain, addExperiment(plain, spike));
    expect(applyDiff(alone, removeExperiment(alone, "experiment-1"))).toEqual(plain);
  });
});
