import { describe, expect, it } from "vitest";
import { applyDiff, invertDiff } from "./diff.ts";
import { addExperiment, removeExperiment, updateExperiment } from "./operations-chaos.ts";
import { removeZone } from "./operations-document.ts";
import type { Design, Json } from "./schema.ts";

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

  it("O4 those on a zone go with it, and no others", () => {
    const targets: Json[] = [{ node: "billing" }, { zone: "eu" }, { redis: true }];
    const chaos = targets.map((target, index) => ({ id: `x${index}`, atMs: 0, experiment: "kill-zone", target }));
    const broken: Design = { ...plain, zones: [{ id: "eu", name: "EU" }], scenario: { chaos } };
    expect(applyDiff(broken, removeZone(broken, "eu")).scenario?.chaos?.map(({ id }) => id)).toEqual(["x0", "x2"]);
  });
});
