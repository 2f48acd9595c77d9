import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindTypes } from "../kinds/registry.ts";
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
        expect(text.length).toBeGreaterThan(0);
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
    expect(() => exportTo("mermaid", topologyOf(example!.design), { colour: 1 })).toThrow(/Its options are direction/);
    expect(Object.keys(targets)).toEqual([...targetNames]);
  });

  it("tell their losses in a table that nothing breaks out of", () => {
    const table = lossTable("X", [{ id: "n", name: "a | b\n# c `d`", property: "p", value: '"<b>"', why: "Why.", instead: "Instead." }]);
    expect(table.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
    expect(table).toContain("| a \\| b \\# c \\`d\\` (n) | p | \"\\<b\\>\" | Why. | Instead. |");
    expect(lossTable("X", [])).toContain("nothing lost");
  });
});
