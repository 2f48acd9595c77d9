import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesign, hasErrors } from "../../design/checks/check.ts";
import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import { kindOf, kindTypes } from "../../design/kinds/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { arbitraryDesign } from "../support/arbitrary-design.ts";

const RUNS = 120;

describe("generated designs", () => {
  it("can run and be saved, and have among them every kind, joined, and nearly every setting", { timeout: 180_000 }, () => {
    const joined = new Set<string>();
    const said = new Set<string>();
    let size = 0;
    fc.assert(
      fc.property(arbitraryDesign, (design) => {
        expect(hasErrors(checkDesign(design))).toBe(false);
        expect(loadDesign(formatDesign(design))).toMatchObject({ ok: true });
        topologyOf(design);
        size += design.nodes.length + design.edges.length;
        const ends = new Set(design.edges.flatMap(({ from, to }) => [from.node, to.node]));
        for (const { id, kind, settings = {} } of design.nodes) {
          if (ends.has(id)) joined.add(kind);
          for (const property of Object.keys(settings)) said.add(`${kind}.${property}`);
        }
      }),
      { numRuns: RUNS },
    );
    expect(size / RUNS).toBeGreaterThan(12);
    expect([...joined].toSorted()).toEqual([...kindTypes].toSorted());
    const settings = kindTypes.flatMap((kind) => Object.keys((kindOf(kind).settings as unknown as { shape: object }).shape).map((property) => `${kind}.${property}`));
    // Chance leaves out one or the other of those that few nodes have.
    expect(settings.filter((each) => !said.has(each)).length).toBeLessThan(5);
  });
});
