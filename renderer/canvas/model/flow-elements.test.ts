import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { selectedAfter } from "../hooks/use-selection-changes.ts";
import { thicknessLevel, thicknessOf } from "./edge-look.ts";
import { queueEdges } from "../../../design/picture/queue-edges.ts";
import { wireEdgesOf } from "./flow-edges.ts";
import { cardNodesOf } from "./flow-nodes.ts";
import { noteNodesOf } from "./flow-notes.ts";
import { sceneOf } from "../../../design/picture/scene.ts";

const nodes: DesignNode[] = [
  { id: "p", kind: "producer", position: { x: 0, y: 0 } },
  { id: "c", kind: "consumer", position: { x: 300, y: 0 }, settings: { replicas: 2 } },
  { id: "s", kind: "sink", position: { x: 600, y: 0 } },
];
const edges: DesignEdge[] = [
  { id: "e1", from: { node: "p", port: "out" }, to: { node: "c", port: "in" } },
  { id: "e2", from: { node: "c", port: "out" }, to: { node: "s", port: "in" } },
];
const none = new Set<string>();

function moved(list: readonly DesignNode[], id: string, x: number): DesignNode[] {
  return list.map((node) => (node.id === id ? { ...node, position: { x, y: node.position.y } } : node));
}

describe("React Flow's elements", () => {
  it("keep every node that did not change, and a moved one's data, so that its card is not drawn again", () => {
    const before = cardNodesOf(nodes, sceneOf({ nodes, edges }, new Map()), none, new Map());
    const changed = moved(nodes, "c", 340);
    const after = cardNodesOf(changed, sceneOf({ nodes: changed, edges }, new Map()), none, before);
    expect(after.get("p")).toBe(before.get("p"));
    expect(after.get("c")).not.toBe(before.get("c"));
    expect(after.get("c")?.data).toBe(before.get("c")?.data);
    expect(after.get("c")?.position).toEqual({ x: 340, y: 0 });
  });

  it("keep nodes over any row of moves and selections, and give what a fresh start gives", () => {
    const step = fc.record({ id: fc.constantFrom("p", "c", "s"), x: fc.integer({ min: -400, max: 400 }), selected: fc.subarray(["p", "c", "s"]) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let list = nodes;
        let kept = cardNodesOf(list, sceneOf({ nodes: list, edges }, new Map()), none, new Map());
        for (const { id, x, selected } of steps) {
          list = moved(list, id, x);
          kept = cardNodesOf(list, sceneOf({ nodes: list, edges }, new Map()), new Set(selected), kept);
        }
        const fresh = cardNodesOf(list, sceneOf({ nodes: list, edges }, new Map()), new Set(steps.at(-1)?.selected), new Map());
        const plain = (map: typeof kept) => [...map.values()].map(({ id, position, selected, width, height, handles }) => ({ id, position, selected, width, height, handles }));
        expect(plain(kept)).toEqual(plain(fresh));
      }),
    );
  });

  it("say of edges which ones stand for a queue (G2)", () => {
    expect([...queueEdges({ nodes, edges })]).toEqual(["e1"]);
    const scene = sceneOf({ nodes, edges }, new Map());
    const before = wireEdgesOf({ nodes, edges }, scene, none, new Map());
    const after = wireEdgesOf({ nodes, edges }, scene, new Set(["e2"]), before);
    expect(after.get("e1")).toBe(before.get("e1"));
    expect(after.get("e2")).toMatchObject({ selected: true, source: "c", targetHandle: "in" });
    expect(after.get("e2")?.data).toBe(before.get("e2")?.data);
  });

  it("keep notes that did not change", () => {
    const notes = [{ id: "n", text: "hello", position: { x: 0, y: 0 } }];
    const before = noteNodesOf(notes, { moved: new Map() }, none, new Map());
    expect(noteNodesOf(notes, { moved: new Map() }, none, before).get("n")).toBe(before.get("n"));
    const dragged = noteNodesOf(notes, { moved: new Map([["n", { x: 9, y: 9 }]]) }, none, before);
    expect(dragged.get("n")?.position).toEqual({ x: 9, y: 9 });
    expect(dragged.get("n")?.data).toBe(before.get("n")?.data);
    const sized = noteNodesOf(notes, { moved: new Map(), sizing: { id: "n", x: 4, y: 0, width: 100, height: 60 } }, none, before);
    expect(sized.get("n")).toMatchObject({ position: { x: 4, y: 0 }, width: 100, height: 60 });
  });

  it("leave the selection alone when a change is none", () => {
    const before = ["a"];
    expect(selectedAfter(before, [{ type: "position" }])).toBe(before);
    const select = (id: string, selected: boolean) => ({ type: "select", id, selected });
    expect(selectedAfter(before, [select("a", true)])).toBe(before);
    expect(selectedAfter(before, [select("b", true), select("a", false)])).toEqual(["b"]);
  });
});

describe("an edge's thickness", () => {
  it("grows with the rate on a log scale", () => {
    const levels = [0, 0.3, 5, 60, 400, 20_000].map((rate) => thicknessLevel(rate, 0));
    expect(levels).toEqual([0, 1, 2, 3, 4, 5]);
    expect(thicknessOf(5)).toBeLessThanOrEqual(7);
  });

  it("does not flicker between two levels", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 5000, noNaN: true }), (rate) => {
        const shown = thicknessLevel(rate, 0);
        const level = thicknessLevel(rate * 1.1, shown);
        expect(thicknessLevel(rate, level)).toBe(level);
      }),
    );
  });
});
