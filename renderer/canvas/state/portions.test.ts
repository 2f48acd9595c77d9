import { describe, expect, it } from "vitest";
import { inPortions, type Portion } from "./portions.ts";

interface Element {
  readonly id: string;
  readonly version: number;
}

function many(prefix: string, count: number, version = 0): Element[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, version }));
}

/** How many nodes and edges there are after each portion. */
function steps(before: Portion<Element, Element>, all: Portion<Element, Element>): string[] {
  const given: string[] = [];
  let [shown, isAll] = [before, false];
  while (!isAll && given.length < 50) {
    ({ isAll, ...shown } = inPortions(shown, all));
    given.push(`${shown.nodes.length} ${shown.edges.length}`);
  }
  return given;
}

describe("elements in portions", () => {
  it("gives a small design at once", () => {
    expect(steps({ nodes: [], edges: [] }, { nodes: many("n", 40), edges: many("e", 39) })).toEqual(["40 39"]);
  });

  it("gives a large one bit by bit, its edges once all nodes are there, in the document's order", () => {
    const all = { nodes: many("n", 130), edges: many("e", 60) };
    expect(steps({ nodes: [], edges: [] }, all)).toEqual(["80 0", "130 30", "130 60"]);
    expect(inPortions({ nodes: all.nodes.slice(100), edges: [] }, all).nodes.map(({ id }) => id)).toEqual([...many("n", 80), ...all.nodes.slice(100)].map(({ id }) => id));
  });

  it("never withholds what is shown already, and shows it as it is now", () => {
    const before = { nodes: many("n", 300), edges: many("e", 450) };
    const after = { nodes: many("n", 300, 1), edges: [...many("e", 450, 1), ...many("new", 5)] };
    expect(inPortions(before, after)).toEqual({ ...after, isAll: true });
  });

  it("drops at once what is gone", () => {
    expect(inPortions({ nodes: many("n", 300), edges: many("e", 450) }, { nodes: many("n", 2), edges: [] })).toEqual({ nodes: many("n", 2), edges: [], isAll: true });
  });
});
