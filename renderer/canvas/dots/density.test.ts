import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnShare } from "./density.ts";

describe("density", () => {
  it("draws nearly every dot where there are few, and never so many that they run together", () => {
    expect(drawnShare(0, 80, 1)).toBe(1);
    expect(drawnShare(1, 80, 1) * 1).toBeGreaterThan(0.9);
    expect(drawnShare(1000, 80, 1) * 1000).toBeLessThanOrEqual(10);
  });

  it("draws more the more there are, at every zoom", () => {
    const many = fc.double({ min: 0.1, max: 5000, noNaN: true });
    fc.assert(
      fc.property(many, many, fc.integer({ min: 10, max: 2000 }), fc.double({ min: 0.1, max: 3, noNaN: true }), (one, other, length, zoom) => {
        const [few, lots] = [Math.min(one, other), Math.max(one, other)];
        expect(lots * drawnShare(lots, length, zoom)).toBeGreaterThanOrEqual(few * drawnShare(few, length, zoom) - 0.1);
      }),
    );
  });
});
