import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../tests/support/designs.ts";
import { NODE_SIZE } from "../document/arrange.ts";
import type { Design } from "../document/schema.ts";
import { laidOut } from "./layered.ts";

/** Queues with edges between them by their numbers. */
function graphOf(count: number, pairs: readonly (readonly [number, number])[]): Design {
  return designOf(Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, ["queue"] as [string]])), pairs.map(([from, to]) => `n${from} > n${to}`));
}

function overlaps({ nodes }: Design): string[] {
  return nodes.flatMap((one, index) =>
    nodes.slice(index + 1).flatMap((other) => {
      const [dx, dy] = [Math.abs(one.position.x - other.position.x), Math.abs(one.position.y - other.position.y)];
      return dx < NODE_SIZE.width && dy < NODE_SIZE.height ? [`${one.id} ${other.id}`] : [];
    }),
  );
}

describe("layered layout", () => {
  it("lays a chain in a straight line from left to right, and a producer right before what it feeds", () => {
    const chain = laidOut(designOf({ a: ["producer"], b: ["queue"], c: ["consumer"], d: ["sink"], e: ["producer"] }, ["a > b", "b > c", "c > d", "e > d"]));
    const x = Object.fromEntries(chain.nodes.map(({ id, position }) => [id, position.x]));
    expect(x).toEqual({ a: 0, b: 300, c: 600, d: 900, e: 600 });
    const line = laidOut(designOf({ a: ["producer"], b: ["queue"], c: ["consumer"] }, ["a > b", "b > c"]));
    expect(new Set(line.nodes.map(({ position }) => position.y)).size).toBe(1);
  });

  it("never lets two cards overlap, whatever the edges, and does the same each time", () => {
    const graph = fc.integer({ min: 1, max: 25 }).chain((count) => fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 50 })));
    fc.assert(
      fc.property(graph, ([count, pairs]) => {
        const design = laidOut(graphOf(count, pairs));
        expect(overlaps(design)).toEqual([]);
        expect(Math.min(...design.nodes.map(({ position }) => position.x))).toBe(0);
        expect(design.nodes.every(({ position }) => position.x % 4 === 0 && position.y % 4 === 0 && position.y >= 0)).toBe(true);
        expect(laidOut(graphOf(count, pairs))).toEqual(design);
      }),
    );
  });

  it("leads every edge to the right where there is no cycle, and breaks each cycle once", () => {
    const forward = fc.array(fc.tuple(fc.nat(11), fc.nat(11)).filter(([from, to]) => from < to), { maxLength: 30 });
    fc.assert(
      fc.property(forward, (pairs) => {
        const x = new Map(laidOut(graphOf(12, pairs)).nodes.map(({ id, position }) => [id, position.x]));
        for (const [from, to] of pairs) expect(x.get(`n${from}`)).toBeLessThan(x.get(`n${to}`) ?? 0);
      }),
    );
    const cycle = laidOut(graphOf(3, [[0, 1], [1, 2], [2, 0]]));
    expect(cycle.nodes.map(({ position }) => position.x)).toEqual([0, 300, 600]);
  });

  it("lays out some thousand nodes in a moment", () => {
    const pairs = Array.from({ length: 3999 }, (_, n) => [Math.floor(n / 3), n + 1] as const);
    expect(overlaps(laidOut(graphOf(2000, pairs.slice(0, 1999))))).toEqual([]);
    const chain = laidOut(graphOf(5000, Array.from({ length: 4999 }, (_, n) => [n, n + 1] as const)));
    expect(chain.nodes.at(-1)?.position.x).toBe(4999 * 300);
  });
});
