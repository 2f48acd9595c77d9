import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Placed } from "../../../design/picture/rectangle.ts";
import { align, distribute, shift } from "./arrange.ts";
import { freePlace } from "./free-place.ts";
import { neighbour, readingOrder } from "./reading-order.ts";
import { boundsOf, overlaps } from "../../../design/picture/rectangle.ts";

function card(id: string, x: number, y: number): Placed {
  return { id, x, y, width: 208, height: 104 };
}

const onGrid = fc.integer({ min: -300, max: 300 }).map((steps) => steps * 4);
const cards = fc
  .array(fc.tuple(onGrid, onGrid), { minLength: 1, maxLength: 12 })
  .map((places) => places.map(([x, y], index) => card(`n${index}`, x, y)));

function moved(before: readonly Placed[], moves: ReadonlyMap<string, { x: number; y: number }>): Placed[] {
  return before.map((each) => ({ ...each, ...moves.get(each.id) }));
}

describe("arranging", () => {
  it("lines up on each edge", () => {
    const two = [card("a", 0, 0), card("b", 40, 200)];
    expect(Object.fromEntries(align(two, "left"))).toEqual({ b: { x: 0, y: 200 } });
    expect(Object.fromEntries(align(two, "right"))).toEqual({ a: { x: 40, y: 0 } });
    expect(Object.fromEntries(align(two, "middle"))).toEqual({ a: { x: 0, y: 100 }, b: { x: 40, y: 100 } });
  });

  it("lined up cards stay lined up", () => {
    fc.assert(
      fc.property(cards, fc.constantFrom("left", "centre", "right", "top", "middle", "bottom"), (before, alignment) => {
        const after = moved(before, align(before, alignment));
        expect(align(after, alignment).size).toBe(0);
      }),
    );
  });

  it("distributes between the outermost two, which stay", () => {
    fc.assert(
      fc.property(cards, fc.constantFrom("x", "y"), (before, axis) => {
        const after = moved(before, distribute(before, axis));
        const [box, boxAfter] = [boundsOf(before), boundsOf(after)];
        expect(boxAfter?.[axis]).toBe(box?.[axis]);
        const other = axis === "x" ? "y" : "x";
        expect(after.map((each) => each[other])).toEqual(before.map((each) => each[other]));
      }),
    );
    const three = [card("a", 0, 0), card("b", 220, 0), card("c", 800, 0)];
    expect(Object.fromEntries(distribute(three, "x"))).toEqual({ b: { x: 400, y: 0 } });
  });

  it("shifts by whole grid steps", () => {
    expect(Object.fromEntries(shift([card("a", 8, 8)], { x: 4, y: 0 }))).toEqual({ a: { x: 12, y: 8 } });
  });
});

describe("reading order", () => {
  it("goes column by column", () => {
    expect(readingOrder([card("c", 300, 0), card("b", 10, 200), card("a", 0, 0)])).toEqual(["a", "b", "c"]);
  });

  it("holds every card once", () => {
    fc.assert(
      fc.property(cards, (all) => {
        expect([...readingOrder(all)].toSorted()).toEqual(all.map((each) => each.id).toSorted());
      }),
    );
  });

  it("steps to the next and ends at the end", () => {
    expect(neighbour(["a", "b"], "a", 1)).toBe("b");
    expect(neighbour(["a", "b"], "b", 1)).toBeUndefined();
    expect(neighbour(["a", "b"], undefined, 1)).toBe("a");
    expect(neighbour(["a", "b"], undefined, -1)).toBe("b");
  });
});

describe("a free place", () => {
  it("overlaps no card", () => {
    fc.assert(
      fc.property(cards, onGrid, onGrid, (others, x, y) => {
        const place = freePlace({ x, y }, { width: 208, height: 104 }, others);
        expect(others.some((other) => overlaps({ ...place, width: 208, height: 104 }, other))).toBe(false);
        expect(place.x).toBe(x);
      }),
    );
  });
});
