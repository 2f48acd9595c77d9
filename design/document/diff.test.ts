import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDesign } from "../testing/arbitrary-design.ts";
import { anyOperations, perform } from "../testing/arbitrary-operations.ts";
import { applyDiff, composeDiffs, diffDesigns, EMPTY_DIFF, invertDiff, isEmptyDiff, type DesignDiff } from "./diff.ts";
import type { Design, DesignNode } from "./schema.ts";

/** A design, and one after each of some operations, with the change between. */
const story = fc.tuple(anyDesign, anyOperations).map(([design, operations]) => perform(design, operations));

const twoDesigns = fc.tuple(anyDesign, anyDesign).map(([one, other]): [Design, Design] => {
  const own = Object.entries(other).filter(([key]) => !key.startsWith("x-"));
  const extensions = Object.entries(one).filter(([key]) => key.startsWith("x-"));
  return [one, Object.fromEntries([...own, ...extensions]) as Design];
});

function composed(diffs: readonly DesignDiff[], from: "left" | "right"): DesignDiff {
  if (from === "left") return composeDiffs(...diffs);
  return diffs.reduceRight((later, earlier) => composeDiffs(earlier, later), EMPTY_DIFF);
}

function node(id: string, name = id): DesignNode {
  return { id, kind: "sink", name, position: { x: 0, y: 0 } };
}

function withNodes(...nodes: DesignNode[]): Design {
  return { format: "spillway", version: 1, name: "N", nodes, edges: [] };
}

describe("changes to a design", () => {
  it("the difference of two designs leads from one to the other, and its inverse back, order included", () => {
    fc.assert(
      fc.property(twoDesigns, ([one, other]) => {
        const diff = diffDesigns(one, other);
        expect(applyDiff(one, diff)).toStrictEqual(other);
        expect(applyDiff(other, invertDiff(diff))).toStrictEqual(one);
        expect(isEmptyDiff(diffDesigns(one, structuredClone(one)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("an operation and its inverse leave what was there, order included", () => {
    fc.assert(
      fc.property(story, ({ steps }) => {
        for (const { before, after, diff } of steps) {
          expect(applyDiff(before, diff)).toStrictEqual(after);
          expect(applyDiff(after, invertDiff(diff))).toStrictEqual(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("composed changes do what they do one after the other, however they are grouped", () => {
    fc.assert(
      fc.property(story, ({ first, last, steps }) => {
        const diffs = steps.map((step) => step.diff);
        for (const grouping of ["left", "right"] as const) {
          const whole = composed(diffs, grouping);
          expect(applyDiff(first, whole)).toStrictEqual(last);
          expect(applyDiff(last, invertDiff(whole))).toStrictEqual(first);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("a change followed by its inverse is no change", () => {
    fc.assert(
      fc.property(twoDesigns, ([one, other]) => {
        const diff = diffDesigns(one, other);
        expect(isEmptyDiff(composeDiffs(diff, invertDiff(diff)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("untouched records, lists and properties keep their identity", () => {
    const design: Design = { ...withNodes(node("a"), node("b")), zones: [{ id: "z", name: "Z" }] };
    const after = applyDiff(design, diffDesigns(design, { ...design, nodes: [node("a"), node("b", "B")] }));
    expect(after.nodes[0]).toBe(design.nodes[0]);
    expect(after.nodes[1]?.name).toBe("B");
    expect(after.zones).toBe(design.zones);
    expect(after.edges).toBe(design.edges);
    expect(applyDiff(design, EMPTY_DIFF)).toBe(design);
  });

  it("restores places in the middle of a list", () => {
    const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
    const diff = diffDesigns(withNodes(a, b, c, d), withNodes(b, d));
    expect(diff.nodes.removed.map(({ index }) => index)).toEqual([0, 2]);
    expect(applyDiff(withNodes(b, d), invertDiff(diff)).nodes).toEqual([a, b, c, d]);
  });

  it("follows records that moved in their list", () => {
    const [a, b, c] = [node("a"), node("b"), node("c")];
    const [before, after] = [withNodes(a, b, c), withNodes(c, node("a", "A"), b)];
    const diff = diffDesigns(before, after);
    expect(applyDiff(before, diff)).toStrictEqual(after);
    expect(applyDiff(after, invertDiff(diff))).toStrictEqual(before);
  });

  it("survives ids that are used twice, as a broken file may have them", () => {
    const designs = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"))).map((list) => withNodes(...list.map(([id, name]) => node(id, name))));
    fc.assert(
      fc.property(designs, designs, (before, after) => {
        const diff = diffDesigns(before, after);
        expect(applyDiff(before, diff)).toStrictEqual(after);
        expect(applyDiff(after, invertDiff(diff))).toStrictEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it("tells an optional list that is absent from an empty one", () => {
    const absent = withNodes();
    const empty: Design = { ...absent, slos: [] };
    const diff = diffDesigns(absent, empty);
    expect(Object.hasOwn(applyDiff(absent, diff), "slos")).toBe(true);
    expect(Object.hasOwn(applyDiff(empty, invertDiff(diff)), "slos")).toBe(false);
  });
});
