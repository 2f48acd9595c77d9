import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { cardAt, edgeAt } from "./hit.ts";
import { sceneOf } from "../../../design/picture/scene.ts";

function node(id: string, kind: string, x: number, y: number): DesignNode {
  return { id, kind, position: { x, y } };
}

function edge(id: string, from: string, to: string, port = "out"): DesignEdge {
  return { id, from: { node: from, port }, to: { node: to, port: "in" } };
}

const nodes = [node("p", "producer", 0, 0), node("q", "queue", 300, 0), node("c", "consumer", 600, 0), node("d", "deadLetter", 600, 200)];
const edges = [edge("e1", "p", "q"), edge("e2", "q", "c"), edge("e3", "q", "d", "deadLetter")];

describe("scene", () => {
  it("is the same object while nothing changes, and only what moved is another", () => {
    const before = sceneOf({ nodes, edges }, new Map());
    const same = sceneOf({ nodes: [...nodes], edges: [...edges] }, new Map(), before);
    expect([same.cards, same.wires, same.curves]).toEqual([before.cards, before.wires, before.curves]);
    expect(same.curves).toBe(before.curves);
    const after = sceneOf({ nodes, edges }, new Map([["c", { x: 640, y: 40 }]]), before);
    expect(after.cards.get("p")).toBe(before.cards.get("p"));
    expect(after.curves.get("e1")).toBe(before.curves.get("e1"));
    expect(after.curves.get("e3")).toBe(before.curves.get("e3"));
    expect(after.curves.get("e2")).not.toBe(before.curves.get("e2"));
  });

  it("gives what a fresh scene gives, whatever was drawn before", () => {
    const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });
    const moves = fc.dictionary(fc.constantFrom("p", "q", "c", "d"), place);
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 6 }), (steps) => {
        let scene = sceneOf({ nodes, edges }, new Map());
        for (const step of steps) scene = sceneOf({ nodes, edges }, new Map(Object.entries(step)), scene);
        const fresh = sceneOf({ nodes, edges }, new Map(Object.entries(steps.at(-1) ?? {})));
        expect(scene).toEqual(fresh);
      }),
    );
  });

  it("leaves out edges without ends, and keeps those to unknown ports", () => {
    const scene = sceneOf({ nodes, edges: [edge("gone", "p", "nobody"), edge("odd", "p", "q", "nothing")] }, new Map());
    expect([...scene.wires.keys()]).toEqual(["odd"]);
  });

  it("finds cards and edges under a point", () => {
    const scene = sceneOf({ nodes, edges }, new Map());
    expect(cardAt(scene, { x: 310, y: 50 })?.id).toBe("q");
    expect(cardAt(scene, { x: 250, y: 50 })).toBeUndefined();
    expect(edgeAt(scene, { x: 254, y: 58 }, 10)).toBe("e1");
    expect(edgeAt(scene, { x: 254, y: 90 }, 10)).toBeUndefined();
    expect(edgeAt(scene, { x: 254, y: 58 }, 10, "p")).toBeUndefined();
  });
});
