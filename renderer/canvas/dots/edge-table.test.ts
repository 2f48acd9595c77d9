import { describe, expect, it } from "vitest";
import { curveBetween } from "../../../design/picture/curve.ts";
import { createEdgeTable } from "./edge-table.ts";

function line(y: number) {
  return curveBetween({ x: 0, y, side: "right" }, { x: 100, y, side: "left" });
}

describe("edge table", () => {
  it("keeps an edge's number while others come and go", () => {
    const table = createEdgeTable();
    table.update(new Map([["a", line(0)], ["b", line(10)]]));
    const number = table.numberOf("b");
    table.update(new Map([["b", line(20)], ["c", line(30)]]));
    expect(table.numberOf("b")).toBe(number);
    expect(table.numberOf("a")).toBe(-1);
    expect(table.idOf(table.numberOf("c"))).toBe("c");
  });

  it("places a dot at its share of the way, also past 64 edges", () => {
    const table = createEdgeTable();
    table.update(new Map(Array.from({ length: 200 }, (_, index) => [`e${index}`, line(index)])));
    const at = { x: 0, y: 0 };
    expect(table.place(table.numberOf("e150"), 0.25, at)).toBe(true);
    expect(at.x).toBeCloseTo(25, 1);
    expect(at.y).toBeCloseTo(150, 1);
    expect(table.place(-1, 0.5, at)).toBe(false);
  });

  it("follows an edge that is moved", () => {
    const table = createEdgeTable();
    table.update(new Map([["a", line(0)]]));
    table.update(new Map([["a", line(50)]]));
    const at = { x: 0, y: 0 };
    table.place(table.numberOf("a"), 0.75, at);
    expect(at).toEqual({ x: 75, y: 50 });
  });

  it("shows no dot in a port, nor in the queue that an edge stands for", () => {
    const table = createEdgeTable();
    table.update(new Map([["a", line(0)], ["q", line(10)]]), new Set(["q"]));
    const isSeen = (edge: string, share: number) => table.place(table.numberOf(edge), share, { x: 0, y: 0 });
    expect([0, 0.05, 0.5, 0.96].map((share) => isSeen("a", share))).toEqual([false, false, true, false]);
    expect([0.3, 0.45, 0.5, 0.65].map((share) => isSeen("q", share))).toEqual([true, false, false, true]);
  });
});
