import { describe, expect, it } from "vitest";
import type { DesignNode } from "../../../design/document/schema.ts";
import { pasteOffset } from "./paste-offset.ts";

const node: DesignNode = { id: "a", kind: "queue", position: { x: 100, y: 100 } };
const fragment = { nodes: [node], annotations: [] };
const near = { x: 0, y: 0, width: 1000, height: 600 };
const far = { x: 4000, y: 4000, width: 1000, height: 600 };

describe("where a fragment is pasted", () => {
  it("is with its middle at the pointer, on the grid", () => {
    expect(pasteOffset(fragment, { pointer: { x: 501, y: 300 }, seen: near, taken: [] })).toEqual({ x: 296, y: 148 });
  });

  it("is beside what was copied while that is seen, else in the middle of what is", () => {
    expect(pasteOffset(fragment, { pointer: null, seen: near, taken: [] })).toEqual({ x: 32, y: 32 });
    expect(pasteOffset(fragment, { pointer: null, seen: far, taken: [] })).toEqual({ x: 4296, y: 4148 });
  });

  it("is never exactly on what is there", () => {
    const taken = [{ x: 132, y: 132 }, { x: 164, y: 164 }];
    expect(pasteOffset(fragment, { pointer: null, seen: near, taken })).toEqual({ x: 96, y: 96 });
  });
});
