import { describe, expect, it } from "vitest";
import { EXPERIMENT_TYPES } from "../chaos/catalogue.ts";
import type { ChaosRecord } from "../chaos/experiment.ts";
import { experimentsOf } from "../chaos/resolve.ts";
import type { Design } from "../document/schema.ts";
import { checkDesign } from "./check.ts";

const at = { x: 0, y: 0 };

function broken(...chaos: Partial<ChaosRecord>[]): Design {
  return {
    format: "spillway",
    version: 1,
    name: "Broken",
    nodes: [{ id: "p", kind: "producer", name: "Orders", position: at }, { id: "c", kind: "consumer", position: at }, { id: "s", kind: "sink", position: at }],
    edges: [{ id: "e1", from: { node: "p", port: "out" }, to: { node: "c", port: "in" } }, { id: "e2", from: { node: "c", port: "out" }, to: { node: "s", port: "in" } }],
    scenario: { chaos: chaos.map((record, index) => ({ id: `x${index}`, atMs: 10_000, experiment: "spike", target: { node: "p" }, ...record })) },
  };
}

const problems = (...chaos: Partial<ChaosRecord>[]) => checkDesign(broken(...chaos)).map(({ severity, message, path }) => `${severity} ${path?.join(".")}: ${message}`);

describe("checking experiments", () => {
  it("O4 one that can be carried out has no problem, and its defaults are filled in", () => {
    expect(problems({}, { experiment: "kill-zone", target: { zone: "local" }, durationMs: 500, parameters: { graceful: true } })).toEqual([]);
    const [spike, kill] = experimentsOf(broken({}, { experiment: "kill-zone", target: { zone: "local" }, atMs: 20_000, hypothesis: { holds: true, recoversWithinMs: 5000 } }));
    expect(spike).toMatchObject({ type: "spike", parameters: { factor: 5 }, atMs: 10_000, endMs: 20_000, hypothesis: { holds: false } });
    expect(kill).toMatchObject({ endMs: 20_000, parameters: { graceful: false }, hypothesis: { holds: true, recoversWithinMs: 5000 } });
  });

  it("O4 G5 events are delivered twice over an edge that they are emitted over, and not where they end", () => {
    expect(problems({ experiment: "duplicate", target: { edge: "e1" } })).toEqual([]);
    expect(problems({ experiment: "duplicate", target: { edge: "e2" } })).toEqual(["error scenario.chaos.0.target: The experiment Duplicate at 10 s (Duplicate) is not done to c→s: write an edge that events are emitted over, and that does not end there."]);
    expect(problems({ experiment: "duplicate", target: { edge: "e9" } })).toEqual(['error scenario.chaos.0.target.edge: The experiment x0 refers to an edge "e9" that does not exist.']);
    expect(problems({ target: { edge: "e1" } })[0]).toContain("is not done to an edge: write a source");
  });

  it("O4 G5 each that cannot is an error that says where and why", () => {
    expect(problems({ experiment: "meteor" })[0]).toContain(`error scenario.chaos.0.experiment: The experiment x0 at 10 s is no experiment that Spillway knows: "meteor". It knows ${EXPERIMENT_TYPES[0]},`);
    expect(problems({ target: { node: "c" } })).toEqual(["error scenario.chaos.0.target: The experiment Spike at 10 s (Spike) is not done to c: write a source, { \"node\": id }."]);
    expect(problems({ target: 7 })).toEqual(['error scenario.chaos.0.target: The experiment Spike at 10 s names no target: write a source, { "node": id }.']);
    expect(problems({ parameters: { factor: -1 } })[0]).toContain("error scenario.chaos.0.parameters.factor: The experiment Spike at 10 s has a parameter that does not fit: factor");
    expect(problems({ experiment: "crash-replica", target: { node: "c" }, durationMs: 5 })).toEqual(["error scenario.chaos.0.durationMs: The experiment Crash replicas at 10 s happens at one moment and takes no duration."]);
    expect(problems({ hypothesis: { slos: ["gone"] } })).toEqual(['error scenario.chaos.0.hypothesis.slos: The experiment Spike at 10 s is about an SLO "gone" that does not exist.']);
  });
});
