import { describe, expect, it } from "vitest";
import type { Port } from "../kinds/kind.ts";
import { anchorOf, CARD_HEIGHT, CARD_WIDTH, GRID, layOut, shapeOf } from "./card-shape.ts";

function outPorts(count: number): Port[] {
  return Array.from({ length: count }, (_, index) => ({ name: `p${index}`, direction: "out", type: "event", label: "" }));
}

describe("card shape", () => {
  it("joins two cards in a row by a straight line: lone and first ports are half way down", () => {
    const producer = shapeOf({ kind: "producer" });
    const queue = shapeOf({ kind: "queue" });
    expect(anchorOf(producer, "out")).toMatchObject({ x: CARD_WIDTH, y: CARD_HEIGHT / 2, side: "right" });
    expect(anchorOf(queue, "in")).toMatchObject({ x: 0, y: CARD_HEIGHT / 2, side: "left" });
    expect(anchorOf(queue, "out")).toMatchObject({ x: CARD_WIDTH, y: CARD_HEIGHT / 2 });
  });

  it("keeps every port on its card and apart from the next, however many there are", () => {
    for (let count = 1; count <= 51; count += 1) {
      const { anchors, height } = layOut(outPorts(count));
      const heights = anchors.map((anchor) => anchor.y);
      expect(Math.max(...heights)).toBeLessThan(height);
      for (const [index, y] of heights.entries()) if (index > 0) expect(y - (heights[index - 1] ?? 0)).toBeGreaterThanOrEqual(20);
      expect(height % GRID).toBe(0);
    }
  });

  it("puts calls above and below, and a policy below", () => {
    const ports: Port[] = [
      { name: "call", direction: "in", type: "call", label: "" },
      { name: "target", direction: "out", type: "call", label: "" },
      { name: "governs", direction: "out", type: "attachment", label: "" },
    ];
    expect(layOut(ports).anchors.map((anchor) => [anchor.port.name, anchor.side])).toEqual([
      ["call", "top"],
      ["target", "bottom"],
      ["governs", "bottom"],
    ]);
  });

  it("gives the same object for the same settings, so that nothing is drawn again", () => {
    const settings = { replicas: 2 };
    expect(shapeOf({ kind: "consumer", settings })).toBe(shapeOf({ kind: "consumer", settings }));
    expect(shapeOf({ kind: "unknown" }).anchors).toEqual([]);
  });
});
