import { describe, expect, it } from "vitest";
import { curveBetween } from "../../../design/picture/curve.ts";
import { STILL_EDGE } from "../../../engine/contract/frame.ts";
import { createDensity } from "./edge-density.ts";
import { createEdgeTable } from "./edge-table.ts";

function densityAt(perSecond: number, sampling = 1) {
  const table = createEdgeTable();
  table.update(new Map([["e", curveBetween({ x: 0, y: 0, side: "right" }, { x: 80, y: 0, side: "left" })]]));
  const density = createDensity(table);
  density.accept({ edges: { e: { ...STILL_EDGE, perSecond } }, sampling }, 1, 500);
  density.look(1);
  return density;
}

describe("dots of an edge", () => {
  it("are all drawn while they are few", () => {
    const density = densityAt(0.5);
    expect(density.isDrawn(0, 0xf000_0000, false)).toBe(true);
    expect(density.samplingOf("e", 1)).toBe(1);
    expect(density.isDrawn(7, 0xffff_ffff, false)).toBe(true);
  });

  it("are a share of them while they are many, failed ones three times that", () => {
    const density = densityAt(400);
    expect(density.samplingOf("e", 1)).toBe(20);
    expect([0x0800_0000, 0x1800_0000, 0x3000_0000].map((hash) => density.isDrawn(0, hash, false))).toEqual([true, false, false]);
    expect([0x0800_0000, 0x1800_0000, 0x3000_0000].map((hash) => density.isDrawn(0, hash, true))).toEqual([true, true, false]);
  });

  it("stand for the engine's sampling as well", () => {
    expect(densityAt(400, 10).samplingOf("e", 1)).toBeGreaterThan(20);
    expect(densityAt(400).samplingOf("gone", 1)).toBe(1);
  });
});
