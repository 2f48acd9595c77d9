import { describe, expect, it } from "vitest";
import { curveBetween } from "./curve.ts";
import { labelPlace } from "./label-place.ts";

const level = curveBetween({ x: 0, y: 100, side: "right" }, { x: 200, y: 100, side: "left" });

describe("an edge's label", () => {
  it("stands above the middle of a level edge, further up where a queue is there", () => {
    expect(labelPlace(level, false, [])).toEqual({ x: 100, y: 85 });
    expect(labelPlace(level, true, []).y).toBe(77);
  });

  it("stands beside a steep edge", () => {
    const steep = curveBetween({ x: 0, y: 0, side: "bottom" }, { x: 0, y: 200, side: "top" });
    expect(labelPlace(steep, false, [])).toEqual({ x: 30, y: 100 });
  });

  it("moves along the edge away from a card, and stays where there is no room at all", () => {
    const card = { x: 80, y: 40, width: 60, height: 50 };
    expect(labelPlace(level, false, [card]).x).toBeLessThan(60);
    expect(labelPlace(level, false, [{ x: -100, y: 0, width: 400, height: 200 }])).toEqual({ x: 100, y: 85 });
  });
});
