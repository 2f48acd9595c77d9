import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxOf, curveBetween, distanceTo, pathOf, pointAt, tangentAt, type Curve } from "../../../design/picture/curve.ts";
import { NUMBERS_PER_CURVE, PIECES, writeEvenPoints } from "./even-points.ts";

const coordinate = fc.integer({ min: -4000, max: 4000 });
const end = (side: "left" | "right" | "top" | "bottom") => fc.record({ x: coordinate, y: coordinate, side: fc.constant(side) });

/** The curve's length by a thousand small steps. */
function lengthOf(curve: Curve): number {
  let length = 0;
  for (let step = 1; step <= 1000; step += 1) {
    const [before, after] = [pointAt(curve, (step - 1) / 1000), pointAt(curve, step / 1000)];
    length += Math.hypot(after.x - before.x, after.y - before.y);
  }
  return length;
}

describe("curve", () => {
  it("starts and ends where its ports are, and leaves them straight ahead", () => {
    fc.assert(
      fc.property(end("right"), end("left"), (from, to) => {
        const curve = curveBetween(from, to);
        expect(pointAt(curve, 0)).toEqual({ x: from.x, y: from.y });
        expect(pointAt(curve, 1)).toEqual({ x: to.x, y: to.y });
        if (from.x === to.x) return;
        expect(curve.x1).toBeGreaterThan(from.x);
        expect(curve.x2).toBeLessThan(to.x);
        expect(curve.y1).toBe(from.y);
      }),
    );
  });

  it("is a straight line between ports at one height", () => {
    const curve = curveBetween({ x: 0, y: 10, side: "right" }, { x: 100, y: 10, side: "left" });
    expect(pathOf(curve)).toBe("M0,10C50,10 50,10 100,10");
    expect(tangentAt(curve, 0.5)).toEqual({ x: 1, y: 0 });
    expect(distanceTo(curve, { x: 50, y: 25 })).toBeCloseTo(15);
    expect(distanceTo(curve, { x: -30, y: 50 })).toBeCloseTo(50);
  });

  it("leads a call to a card beside round both cards, not behind them", () => {
    const [width, height] = [208, 104];
    fc.assert(
      fc.property(fc.integer({ min: 272, max: 700 }), fc.integer({ min: -80, max: 0 }), fc.constantFrom(1, -1), (aside, above, direction) => {
        const other = { x: aside * direction, y: above };
        const curve = curveBetween({ x: width / 2, y: height, side: "bottom" }, { x: other.x + width / 2, y: other.y, side: "top" });
        for (let step = 1; step < 40; step += 1) {
          const { x, y } = pointAt(curve, step / 40);
          for (const card of [{ x: 0, y: 0 }, other]) expect(x > card.x && x < card.x + width && y > card.y + 1 && y < card.y + height - 1).toBe(false);
        }
      }),
    );
  });

  it("cuts into pieces of which none is longer than its share of the curve", () => {
    fc.assert(
      fc.property(end("right"), end("left"), (from, to) => {
        const points = new Float32Array(NUMBERS_PER_CURVE);
        const curve = curveBetween(from, to);
        writeEvenPoints(curve, points, 0);
        const piece = lengthOf(curve) / PIECES;
        const lengths = Array.from({ length: PIECES }, (_, at) =>
          Math.hypot((points[at * 2 + 2] ?? 0) - (points[at * 2] ?? 0), (points[at * 2 + 3] ?? 0) - (points[at * 2 + 1] ?? 0)),
        );
        expect(Math.max(...lengths)).toBeLessThanOrEqual(piece * 1.01 + 0.5);
        expect(points[0]).toBeCloseTo(from.x, 0);
        expect(points[PIECES * 2]).toBeCloseTo(to.x, 0);
      }),
    );
  });

  it("lies in its box", () => {
    const curve = curveBetween({ x: 10, y: 400, side: "right" }, { x: -300, y: 20, side: "left" });
    const box = boxOf(curve);
    for (let share = 0; share <= 1; share += 0.05) {
      const { x, y } = pointAt(curve, share);
      expect(x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height).toBe(true);
    }
  });
});
