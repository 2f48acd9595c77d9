import { describe, expect, it } from "vitest";
import { kinds, kindTypes } from "../../design/kinds/registry.ts";
import { paletteGroups } from "./palette-groups.ts";

describe("palette", () => {
  it("shows every kind once", () => {
    const shown = paletteGroups("").flatMap((group) => group.kinds);
    expect(shown.toSorted()).toEqual([...kindTypes].toSorted());
  });

  it("has room for each kind's one line", () => {
    for (const kind of kindTypes) expect(kinds[kind].summary.length, kind).toBeLessThanOrEqual(24);
  });

  it("finds a kind by any of its words, and drops empty groups", () => {
    const groups = paletteGroups("WORK queue");
    expect(groups.flatMap((group) => group.kinds)).toContain("queue");
    expect(groups.every((group) => group.kinds.length > 0)).toBe(true);
    expect(paletteGroups("no such thing")).toEqual([]);
  });

  it("puts what is called so before what only tells of it", () => {
    expect(paletteGroups("cons")[0]?.kinds[0]).toBe("consumer");
    expect(paletteGroups("dead")[0]?.kinds[0]).toBe("deadLetter");
    expect(paletteGroups("queue")[0]?.kinds[0]).toBe("queue");
  });
});
