import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cyclicComponents, shortestCycle } from "./cycles.ts";

const names = ["a", "b", "c", "d", "e", "f"];
const graph = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 14 })
  .map((edges) => (node: string) => edges.flatMap(([from, to]) => (from === node ? [to] : [])));

/** Whether a walk of one edge or more leads from one node to the other, found the slow way. */
function leadsTo(from: string, to: string, next: (node: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [...next(from)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...next(node));
  }
  return seen.has(to);
}

describe("cycles", () => {
  it("G4 a component holds exactly the nodes that lead to one another", () => {
    fc.assert(
      fc.property(graph, (next) => {
        const components = cyclicComponents(names, next);
        for (const one of names)
          for (const other of names) {
            const together = components.some((component) => component.includes(one) && component.includes(other));
            expect(together).toBe(leadsTo(one, other, next) && leadsTo(other, one, next));
          }
      }),
      { numRuns: 500 },
    );
  });

  it("G4 a shortest cycle is a way along edges from a node to itself", () => {
    fc.assert(
      fc.property(graph, (next) => {
        for (const node of names) {
          const cycle = shortestCycle(node, next);
          expect(cycle !== null).toBe(leadsTo(node, node, next));
          if (cycle === null) continue;
          expect([cycle[0], cycle.at(-1)]).toEqual([node, node]);
          for (const [index, step] of cycle.slice(1).entries()) expect(next(cycle[index] ?? "")).toContain(step);
          expect(new Set(cycle).size).toBe(cycle.length - 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
