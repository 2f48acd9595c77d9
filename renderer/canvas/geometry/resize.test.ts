import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HANDLES, LEAST_SIZE, resized } from "./resize.ts";

const note = { x: 100, y: 200, width: 240, height: 80 };

describe("resizing by a handle", () => {
  it("moves the edges that the handle is on, on the grid, and no other", () => {
    expect(resized(note, "se", { x: 21, y: 9 })).toEqual({ x: 100, y: 200, width: 260, height: 88 });
    expect(resized(note, "nw", { x: -40, y: -20 })).toEqual({ x: 60, y: 180, width: 280, height: 100 });
    expect(resized(note, "e", { x: 40, y: 400 })).toEqual({ ...note, width: 280 });
    expect(resized(note, "n", { x: 400, y: 20 })).toEqual({ ...note, y: 220, height: 60 });
  });

  it("keeps the least size, and the edges opposite to the handle, wherever that goes", () => {
    const far = fc.integer({ min: -2000, max: 2000 });
    fc.assert(
      fc.property(fc.constantFrom(...HANDLES), far, far, (handle, x, y) => {
        const after = resized(note, handle, { x, y });
        expect(after.width).toBeGreaterThanOrEqual(LEAST_SIZE.width);
        expect(after.height).toBeGreaterThanOrEqual(LEAST_SIZE.height);
        if (!handle.includes("w")) expect(after.x).toBe(note.x);
        if (!handle.includes("e")) expect(after.x + after.width).toBe(340);
        if (!handle.startsWith("n")) expect(after.y).toBe(note.y);
        if (!handle.startsWith("s")) expect(after.y + after.height).toBe(280);
      }),
    );
  });
});
