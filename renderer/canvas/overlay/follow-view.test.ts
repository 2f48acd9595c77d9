import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transformTo } from "./follow-view.ts";
import type { View } from "./view.ts";

const anyView = fc.record({ x: fc.integer({ min: -3000, max: 3000 }), y: fc.integer({ min: -3000, max: 3000 }), zoom: fc.constantFrom(0.08, 0.2, 0.5, 1, 2) }).map((part): View => ({ ...part, width: 800, height: 600 }));

/** Where a point of the screen comes to lie by a transform. */
function moved(transform: string, point: { x: number; y: number }): { x: number; y: number } {
  if (transform === "") return point;
  const [dx = 0, dy = 0, scale = 1] = (/^translate\((.+)px,(.+)px\) scale\((.+)\)$/.exec(transform)?.slice(1) ?? []).map(Number);
  return { x: point.x * scale + dx, y: point.y * scale + dy };
}

describe("a picture of another view", () => {
  it("lies where the present view has the same things", () => {
    fc.assert(
      fc.property(anyView, anyView, fc.integer({ min: -2000, max: 2000 }), (drawn, present, at) => {
        const { x, y } = moved(transformTo(drawn, present), { x: at * drawn.zoom + drawn.x, y: at * drawn.zoom + drawn.y });
        expect(x).toBeCloseTo(at * present.zoom + present.x, 6);
        expect(y).toBeCloseTo(at * present.zoom + present.y, 6);
      }),
    );
  });

  it("needs no transform where the view is the same", () => {
    const view = { x: 3, y: 4, zoom: 0.5, width: 800, height: 600 };
    expect(transformTo(view, { ...view, width: 900 })).toBe("");
  });
});
