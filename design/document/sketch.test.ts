import { expect, it } from "vitest";
import { sketchOf } from "./sketch.ts";

const at = (id: string, kind: string, x: number, y: number) => ({ id, kind, position: { x, y } });
const edge = (id: string, from: string, to: string) => ({ id, from: { node: from, port: "out" }, to: { node: to, port: "in" } });

it("draws cards from the upper left corner and joins those that there are", () => {
  const nodes = [at("a", "producer", -100, 50), at("b", "queue", 190, -50)];
  expect(sketchOf({ nodes, edges: [edge("e1", "a", "b"), edge("e2", "b", "gone")] })).toEqual({
    width: 498,
    height: 204,
    cards: [{ kind: "producer", x: 104, y: 152 }, { kind: "queue", x: 394, y: 52 }],
    edges: [[0, 1]],
  });
});

it("gives an empty design an empty outline", () => {
  expect(sketchOf({ nodes: [], edges: [] })).toMatchObject({ cards: [], edges: [] });
});
