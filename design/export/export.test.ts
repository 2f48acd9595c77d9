import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindTypes } from "../kinds/registry.ts";
import { designOf } from "../../tests/support/designs.ts";
import { examples, HOSTILE_NAMES } from "../../tests/support/examples.ts";
import { topologyOf } from "../topology/resolve.ts";
import { lossTable } from "./loss-table.ts";
import { exportTo, targetNamed, targetNames, targets } from "./registry.ts";

// Every example for every target: on a busy machine that takes longer than a test may by default.
describe.each(targetNames)("export to %s", { timeout: 60_000 }, (name) => {
  it("writes every example, the same each time, with every loss explained", () => {
    for (const { design } of examples()) {
      const result = exportTo(name, topologyOf(design));
      expect(exportTo(name, topologyOf(design))).toEqual(result);
      expect(result.files.length).toBeGreaterThan(0);
      for (const { path, text } of result.files) {
        expect(path).toMatch(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/);
        expect(path).not.toContain("..");
        expect(text).toMatch(/[^\n]\n$/);
      }
      for (const loss of result.losses) expect([loss.why, loss.instead].every((text) => /^[A-Z0-9].*\.$/.test(text)), JSON.stringify(loss)).toBe(true);
    }
  });

  it("answers for every kind, and loses each node of a kind that it cannot express", () => {
    const target = targetNamed(name);
    expect(Object.keys(target.kinds).toSorted()).toEqual([...kindTypes].toSorted());
    for (const { design } of examples()) {
      const lost = new Set(exportTo(name, topologyOf(design)).losses.map((loss) => loss.id));
      for (const node of design.nodes) if (typeof target.kinds[node.kind as keyof typeof target.kinds] !== "string") expect(lost).toContain(node.id);
    }
  });

  it("keeps a webhook's address, which may hold a token, out of its files and of the report", () => {
    const design = designOf({ p: ["producer"], w: ["webhook", { url: "https://example.com/hook?token=s3cret" }] }, ["p > w"]);
    expect(JSON.stringify(exportTo(name, topologyOf(design)))).not.toContain("s3cret");
  });

  it("writes whatever nodes, zones and designs are called", () => {
    const called = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constantFrom(...HOSTILE_NAMES));
    fc.assert(
      fc.property(fc.constantFrom(...examples()), fc.array(called, { minLength: 30, maxLength: 30 }), ({ design }, names) => {
        const renamed = { ...design, name: names[0] ?? "", nodes: design.nodes.map((node, index) => ({ ...node, name: names[index % names.length] })) };
        for (const { path } of exportTo(name, topologyOf(renamed)).files) expect(path).toMatch(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/);
      }),
      { numRuns: 30 },
    );
  });
});

describe("targets", () => {
  it("refuse an unknown name and an option that does not fit, and say which there are", () => {
    expect(() => targetNamed("mermaids")).toThrow(/There is no target "mermaids". Did you mean mermaid\?/);
    const [example] = examples();
    expect(() => exportTo("mermaid", topologyOf(example!.design), { direction: "up" })).toThrow(/Mermaid: the option direction does not fit/);
    expect(() => exportTo("mermaid", topologyOf(example!.design), { colour: 1 })).toThrow(/Mermaid has no option "colour"\. Its options are direction/);
    expect(Object.keys(targets)).toEqual([...targetNames]);
  });

  it("tell losses in the order of the design, what surrounds it last, and call an edge by what it joins", () => {
    const drawn = designOf({ p: ["producer"], t: ["topic"], c: ["consumer"] }, ["p > t", "t > c"]);
    const design = { ...drawn, nodes: drawn.nodes.map((node) => (node.id === "t" ? { ...node, name: "Orders" } : node)), slos: [{ id: "s", name: "Fast", target: { all: true as const }, metric: "endToEndMs" as const, op: "<=" as const, value: 1 }] };
    const { losses } = exportTo("kafka-topics", topologyOf(design));
    expect(losses.map(({ name, property }) => `${name} ${property}`)).toEqual(["p kind", "c replicas", "Orders→c attempts", "Fast slos"]);
  });

  it("tell their losses in a table that nothing breaks out of", () => {
    const table = lossTable("X", [{ id: "n", name: "a | b\n# c `d`", property: "p", value: '"<b>"', why: "Why.", instead: "Instead." }]);
    expect(table.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
    expect(table).toContain("| a \\| b \\# c \\`d\\` (n) | p | \"\\<b\\>\" | Why. | Instead. |");
    expect(lossTable("X", [])).toContain("nothing lost");
  });
});
