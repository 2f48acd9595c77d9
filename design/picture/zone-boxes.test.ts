import { describe, expect, it } from "vitest";
import type { DesignNode, Zone } from "../document/schema.ts";
import { sceneOf } from "./scene.ts";
import { EMPTY_ZONE_SIZE, zoneBoxes } from "./zone-boxes.ts";

const zones: Zone[] = [
  { id: "east", name: "East" },
  { id: "west", name: "West" },
  { id: "north", name: "North" },
];

function node(id: string, x: number, zone?: string): DesignNode {
  return { id, kind: "consumer", position: { x, y: 100 }, ...(zone === undefined ? {} : { zone }) };
}

function boxesOf(nodes: DesignNode[], places?: Map<string, { x: number; y: number }>) {
  return zoneBoxes(zones, nodes, sceneOf({ nodes, edges: [] }, new Map()), places);
}

describe("O3 zones as frames", () => {
  it("O3 go around their nodes, whatever else lies there", () => {
    const [east] = boxesOf([node("a", 0, "east"), node("b", 400, "east"), node("c", 200)]);
    expect(east).toMatchObject({ x: -20, width: 400 + 208 + 40, nodes: ["a", "b"] });
    expect(east?.y).toBeLessThan(80);
    expect(east?.y ?? 0).toBe(204 + 20 - (east?.height ?? 0));
  });

  it("O3 lie in a row below everything while they have no nodes", () => {
    const [east, west, north] = boxesOf([node("a", 0, "east")]);
    expect([west?.nodes, north?.nodes]).toEqual([[], []]);
    expect(west?.y).toBeGreaterThan((east?.y ?? 0) + (east?.height ?? 0));
    expect(north?.y).toBe(west?.y);
    expect(north?.x).toBeGreaterThan((west?.x ?? 0) + EMPTY_ZONE_SIZE.width);
  });

  it("O3 lie where they were put, without nodes only", () => {
    const places = new Map([
      ["east", { x: 900, y: 900 }],
      ["west", { x: 700, y: 500 }],
    ]);
    const [east, west, north] = boxesOf([node("a", 0, "east")], places);
    expect(east?.x).toBe(-20);
    expect(west).toMatchObject({ x: 700, y: 500, ...EMPTY_ZONE_SIZE });
    expect(north?.x).toBe(-20);
  });

  it("O3 are drawn on an empty canvas too", () => {
    expect(boxesOf([])).toHaveLength(3);
  });
});
