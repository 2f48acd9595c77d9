import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { validate } from "../../engine/host/exports/chaos-validity.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../tests/support/examples.ts";
import { EXPERIMENT_TYPES, EXPERIMENTS } from "../chaos/catalogue.ts";
import type { ExperimentDefinition } from "../chaos/experiment.ts";
import { targetsOf } from "../chaos/resolve.ts";
import type { Design } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import { exportTo } from "./registry.ts";

/** A design in which everything can be broken, and is: each experiment once, 20 s after the one before. */
function everythingBroken(names: Record<string, string> = {}): Design {
  const plain = designOf(
    { p: evenly(10, 100), q: ["queue"], c: service(1), t: ["topic"], r: service(1), db: ["database"], s: SINK, dead: ["deadLetter"] },
    ["p > q", "q > c", "c > t", "t > r", "r > s", "q.deadLetter > dead", "c.call > db.call"],
    { zones: [{ id: "east", name: names.east ?? "East" }] },
  );
  const design = { ...plain, nodes: plain.nodes.map((node) => ({ ...node, ...(names[node.id] === undefined ? {} : { name: names[node.id] }), ...(node.id === "r" ? { zone: "east" } : {}) })) };
  const chaos = EXPERIMENT_TYPES.map((experiment, index) => {
    const { target, lasts }: ExperimentDefinition = EXPERIMENTS[experiment];
    return { id: `x${index}`, atMs: 20_000 * index, experiment, target: targetsOf(design, target).at(-1)!, ...(lasts === "optional" ? { durationMs: 5000 } : {}) };
  });
  return { ...design, scenario: { chaos } };
}

describe("export of experiments", () => {
  it("O4 each experiment is a fault, a toxic or a loss, and every file is valid", async () => {
    const { files, losses } = exportTo("chaos", topologyOf(everythingBroken()));
    expect((await validate(files)).problems).toEqual([]);
    const written = files.filter(({ path }) => path !== "RUNBOOK.md").map(({ text }) => text).join("\n");
    for (const [index, type] of EXPERIMENT_TYPES.entries()) expect(written.includes(`x${index}`) || losses.some(({ id }) => id === `x${index}`), type).toBe(true);
  });

  it("O4 faults begin at their times, on the pods that the export to Kubernetes makes", () => {
    const { files } = exportTo("chaos", topologyOf({ ...everythingBroken(), scenario: { chaos: [{ id: "kill", atMs: 60_000, experiment: "kill-zone", target: { zone: "east" }, durationMs: 30_000 }] } }));
    const workflow = parse(files.find(({ path }) => path === "chaos-mesh.yaml")!.text) as { spec: { templates: { name: string; deadline: string; children?: string[]; podChaos?: { selector: { expressionSelectors: { values: string[] }[] } } }[] } };
    const byName = new Map(workflow.spec.templates.map((each) => [each.name, each]));
    expect(byName.get("kill-at-its-time")?.children).toEqual(["kill-waits", "kill"]);
    expect(byName.get("kill-waits")?.deadline).toBe("60s");
    expect(byName.get("kill")).toMatchObject({ deadline: "30s", podChaos: { action: "pod-failure", duration: "30s" } });
    const [pod] = byName.get("kill")?.podChaos?.selector.expressionSelectors[0]?.values ?? [];
    expect(exportTo("kubernetes", topologyOf(everythingBroken())).files.map(({ path }) => path)).toContain(`${pod}.yaml`);
  });

  it("O4 the runbook says for each what heals it and what to do, and how to redrive, replay and restore", () => {
    const text = exportTo("chaos", topologyOf(everythingBroken())).files.find(({ path }) => path === "RUNBOOK.md")!.text;
    for (const type of EXPERIMENT_TYPES) expect(text).toContain(`## ${EXPERIMENTS[type].title}: `);
    expect(text.match(/\*\*Heals by itself\.\*\*/g)).toHaveLength(EXPERIMENT_TYPES.length);
    for (const heading of ["First look", "Redrive dead letters", "Replay", "Restore", "Check"]) expect(text).toContain(`# ${heading}\n`);
  });

  it("a design without experiments has a runbook and no faults", () => {
    const { files } = exportTo("chaos", topologyOf({ ...everythingBroken(), scenario: undefined }));
    expect(files.map(({ path }) => path)).toEqual(["RUNBOOK.md"]);
  });

  it("is valid whatever nodes and zones are called", async () => {
    const called = fc.oneof(fc.string({ unit: "binary", maxLength: 100 }), fc.constantFrom(...HOSTILE_NAMES));
    await fc.assert(
      fc.asyncProperty(fc.record({ p: called, q: called, c: called, t: called, r: called, east: called }), async (names) => {
        const { files } = exportTo("chaos", topologyOf(everythingBroken(names)), { zones: "pin" });
        expect((await validate(files.filter(({ path }) => path !== "RUNBOOK.md"))).problems).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
