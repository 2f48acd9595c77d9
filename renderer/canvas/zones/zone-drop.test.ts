import { describe, expect, it } from "vitest";
import type { ZoneBox } from "../../../design/picture/zone-boxes.ts";
import { zoneAt, zoneChanges, type DraggedCard } from "./zone-drop.ts";

function box(id: string, x: number, width: number, nodes: string[] = []): ZoneBox {
  return { zone: { id, name: id }, nodes, x, y: 0, width, height: 200 };
}

function card(id: string, x: number, zone?: string, isTogether = false): DraggedCard {
  return { id, zone, middle: { x, y: 100 }, isTogether };
}

const boxes = [box("wide", 0, 1000), box("east", 100, 300), box("west", 1200, 300)];
const at = (x: number) => ({ x, y: 100 });

describe("O3 cards that are dragged over zones", () => {
  it("O3 are over their own frame first, then over the smallest", () => {
    expect(zoneAt(boxes, at(200))).toBe("east");
    expect(zoneAt(boxes, at(200), "wide")).toBe("wide");
    expect(zoneAt(boxes, at(200), "west")).toBe("east");
    expect(zoneAt(boxes, at(1100))).toBeUndefined();
  });

  it("O3 all go into the frame under the pointer", () => {
    const changes = zoneChanges([card("a", 1300), card("b", 1700)], boxes, at(1310));
    expect([...changes]).toEqual([["a", "west"], ["b", "west"]]);
  });

  it("O3 leave their zone only with the pointer and their middle outside its frame", () => {
    expect(zoneChanges([card("a", 1490, "west")], boxes, at(1510)).size).toBe(0);
    expect([...zoneChanges([card("a", 1510, "west")], boxes, at(1560))]).toEqual([["a", undefined]]);
  });

  it("O3 stay in a zone that goes along with them, unless they come into another", () => {
    expect(zoneChanges([card("a", 1700, "west", true)], boxes, at(1700)).size).toBe(0);
    expect([...zoneChanges([card("a", 900, "west", true)], boxes, at(900))]).toEqual([["a", "wide"]]);
  });
});
