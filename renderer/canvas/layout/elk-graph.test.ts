import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { overlaps } from "../../../design/picture/rectangle.ts";
import { sceneOf } from "../../../design/picture/scene.ts";
import { zoneBoxes } from "../../../design/picture/zone-boxes.ts";
import { between } from "./auto-layout.ts";
import { elkGraphOf, movesFrom } from "./elk-graph.ts";

const kinds = ["producer", "queue", "consumer", "sink"];
const nodes = kinds.map((kind, index): DesignNode => ({ id: kind, kind, position: { x: 40 + index * 8, y: 80 + index * 12 } }));
const edges = kinds.slice(1).map((kind, index): DesignEdge => ({ id: `e${index}`, from: { node: kinds[index] ?? "", port: "out" }, to: { node: kind, port: "in" } }));
const cards = [...sceneOf({ nodes, edges }, new Map()).cards.values()];

describe("auto-layout", () => {
  it("lays a chain out from left to right in a straight line, apart, on the grid, where it was", async () => {
    const moves = movesFrom(await new ELK().layout(elkGraphOf(cards, { nodes, edges })), cards);
    const after = cards.map((card) => ({ ...card, ...moves.get(card.id) }));
    expect(after.map((card) => card.id).toSorted((one, other) => xOf(one) - xOf(other))).toEqual(kinds);
    expect(new Set(after.map((card) => card.y)).size).toBe(1);
    expect(Math.min(...after.map((card) => card.x))).toBe(40);
    for (const card of after) {
      expect([card.x % GRID, card.y % GRID]).toEqual([0, 0]);
      expect(after.some((other) => other !== card && overlaps(card, other))).toBe(false);
    }
    function xOf(id: string): number {
      return after.find((card) => card.id === id)?.x ?? 0;
    }
  });

  it("O3 keeps the nodes of a zone together: no other card comes into its frame", async () => {
    const names = ["producer", "queue", "consumer", "consumer", "consumer", "sink", "sink"];
    const zoned = names.map((kind, index): DesignNode => ({ id: `n${index}`, kind, position: { x: index * 40, y: 0 }, ...(index % 2 === 0 && index > 0 ? { zone: "east" } : {}) }));
    const joined = [[0, 1], [1, 2], [1, 3], [1, 4], [2, 5], [3, 6], [4, 6]].map(([from, to], index): DesignEdge => ({ id: `e${index}`, from: { node: `n${from}`, port: "out" }, to: { node: `n${to}`, port: "in" } }));
    const scene = sceneOf({ nodes: zoned, edges: joined }, new Map());
    const all = [...scene.cards.values()];
    const moves = movesFrom(await new ELK().layout(elkGraphOf(all, { nodes: zoned, edges: joined })), all);
    const after = sceneOf({ nodes: zoned, edges: joined }, moves);
    const [frame] = zoneBoxes([{ id: "east", name: "East" }], zoned, after);
    for (const card of after.cards.values()) {
      const isIn = frame?.nodes.includes(card.id) ?? false;
      expect(overlaps(card, frame ?? card), card.id).toBe(isIn);
      expect([...after.cards.values()].some((other) => other !== card && overlaps(card, other))).toBe(false);
    }
  });

  it("leaves out edges to ports that there are not, which ELK would refuse", () => {
    const odd: DesignEdge = { id: "odd", from: { node: "producer", port: "nothing" }, to: { node: "sink", port: "in" } };
    expect(elkGraphOf(cards, { nodes, edges: [...edges, odd] }).edges?.map((edge) => edge.id)).toEqual(["e0", "e1", "e2"]);
  });

  it("glides from where cards are to where they go", () => {
    const from = new Map([["a", { x: 0, y: 0 }]]);
    const to = new Map([["a", { x: 100, y: 40 }]]);
    expect(between(from, to, 0.25).get("a")).toEqual({ x: 25, y: 10 });
    expect(between(from, to, 1)).toEqual(to);
  });
});
