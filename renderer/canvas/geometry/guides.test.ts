import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GRID } from "../../../design/picture/card-shape.ts";
import { snapGroup } from "./guides.ts";
import { boundsOf } from "../../../design/picture/rectangle.ts";

const card = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.constant(208),
  height: fc.constantFrom(104, 144),
});

describe("snapping", () => {
  it("aligns with the nearest card, and shows the line from one to the other", () => {
    const snap = snapGroup([{ x: 303, y: 398, width: 208, height: 104 }], [{ x: 300, y: 0, width: 208, height: 104 }], 6);
    expect([snap.dx, snap.dy]).toEqual([-3, 2]);
    expect(snap.guides).toEqual([{ axis: "x", at: 300, from: 0, to: 504 }]);
  });

  it("falls back to the grid", () => {
    const snap = snapGroup([{ x: 101, y: 50, width: 208, height: 104 }], [], 6);
    expect(snap).toEqual({ dx: -1, dy: 2, guides: [] });
  });

  it("moves a group by no more than the threshold or half a grid step, as one", () => {
    fc.assert(
      fc.property(fc.array(card, { minLength: 1, maxLength: 5 }), fc.array(card, { maxLength: 8 }), fc.integer({ min: 0, max: 10 }), (moving, others, threshold) => {
        const snap = snapGroup(moving, others, threshold);
        const most = Math.max(threshold, GRID / 2);
        expect(Math.abs(snap.dx)).toBeLessThanOrEqual(most);
        expect(Math.abs(snap.dy)).toBeLessThanOrEqual(most);
        const box = boundsOf(moving);
        if (box === null || snap.guides.some((guide) => guide.axis === "x")) return;
        expect(Math.abs((box.x + snap.dx) % GRID)).toBe(0);
      }),
    );
  });
});
