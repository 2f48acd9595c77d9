import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ZOOM, MIN_ZOOM, viewportFor, viewportRevealing, zoomedBy, type Viewport } from "./viewport.ts";
import type { Rectangle } from "../../../design/picture/rectangle.ts";

const screen = { width: 1200, height: 800 };
const bounds = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 1, max: 8000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});

function onScreen(rectangle: Rectangle, viewport: Viewport): Rectangle {
  const { x, y, zoom } = viewport;
  return { x: rectangle.x * zoom + x, y: rectangle.y * zoom + y, width: rectangle.width * zoom, height: rectangle.height * zoom };
}

describe("viewport", () => {
  it("fits whatever is not too large to be fitted, and never enlarges", () => {
    fc.assert(
      fc.property(bounds, (rectangle) => {
        const viewport = viewportFor(rectangle, screen, 40);
        const seen = onScreen(rectangle, viewport);
        expect(viewport.zoom).toBeLessThanOrEqual(1);
        expect(seen.x).toBeGreaterThanOrEqual(39.9);
        expect(seen.y + seen.height).toBeLessThanOrEqual(760.1);
        expect(seen.x + seen.width / 2).toBeCloseTo(600);
      }),
    );
  });

  it("reveals by moving as little as needed, and keeps the zoom", () => {
    const viewport = { x: 0, y: 0, zoom: 1 };
    expect(viewportRevealing({ x: 100, y: 100, width: 200, height: 100 }, screen, viewport, 40)).toBe(viewport);
    expect(viewportRevealing({ x: 1100, y: 100, width: 200, height: 100 }, screen, viewport, 40)).toEqual({ x: -140, y: 0, zoom: 1 });
    expect(viewportRevealing({ x: -50, y: 780, width: 200, height: 100 }, screen, viewport, 40)).toEqual({ x: 90, y: -120, zoom: 1 });
  });

  it("zooms about the middle within its limits", () => {
    const zoomed = zoomedBy({ x: 0, y: 0, zoom: 1 }, screen, 2);
    expect(zoomed).toEqual({ x: -600, y: -400, zoom: 2 });
    expect(zoomedBy(zoomed, screen, 100).zoom).toBe(MAX_ZOOM);
    expect(zoomedBy(zoomed, screen, 0.0001).zoom).toBe(MIN_ZOOM);
  });
});
