import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Trace } from "../../stores/traces.ts";
import { createBudget } from "../overlay/budget.ts";
import { fitName, fitText } from "../overlay/fit-text.ts";
import { levelAt } from "../overlay/view.ts";
import { MOST_BARS, partitionBars } from "./draw-partitions.ts";
import { sparklineScale } from "./draw-sparkline.ts";
import { highlightOf } from "./highlight.ts";
import { roundedUp } from "./sampling.ts";
import { MOST_CELLS, slotCells } from "./slot-cells.ts";

describe("slots", () => {
  it("are one cell each up to 24, in their order", () => {
    expect(slotCells("ibfds").map((cell) => cell.kind)).toEqual(["idle", "busy", "failing", "down", "starting"]);
    expect(slotCells("nib").map((cell) => cell.kind)).toEqual(["unused", "idle", "busy"]);
    expect(slotCells("")).toEqual([]);
  });

  it("are grouped beyond that, each counted once", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("i", "b"), { minLength: 1, maxLength: 200 }), (slots) => {
        const cells = slotCells(slots.join(""));
        expect(cells).toHaveLength(Math.min(MOST_CELLS, slots.length));
        const sizes = cells.map((_, cell) => Math.floor(((cell + 1) * slots.length) / cells.length) - Math.floor((cell * slots.length) / cells.length));
        const busy = cells.reduce((sum, cell, index) => sum + cell.share * (sizes[index] ?? 0), 0);
        expect(busy).toBeCloseTo(slots.filter((slot) => slot === "b").length);
      }),
    );
  });

  it("are not red as a group for one slot among many", () => {
    expect(slotCells(`${"b".repeat(9)}f`.repeat(24))[0]?.kind).toBe("busy");
    expect(slotCells(`${"b".repeat(6)}ffff`.repeat(24))[0]?.kind).toBe("failing");
  });
});

describe("partitions", () => {
  it("T4 are as tall as all groups together are behind, and hot when one is far ahead of the others in that", () => {
    expect(partitionBars({ a: [10, 20], b: [10, 20] })).toEqual([{ share: 0.5, isHot: false }, { share: 1, isHot: false }]);
    expect(partitionBars({ a: [10, 12, 90, 9] }).map(({ isHot }) => isHot)).toEqual([false, false, true, false]);
    // A handful of events in one is no hot key.
    expect(partitionBars({ a: [0, 0, 5, 0] }).some(({ isHot }) => isHot)).toBe(false);
    expect(partitionBars(undefined)).toEqual([]);
    expect(partitionBars({ a: Array.from({ length: 100 }, (_, index) => (index === 99 ? 400 : 1)) }).at(-1)).toEqual({ share: 1, isHot: true });
    expect(partitionBars({ a: Array<number>(100).fill(1) })).toHaveLength(MOST_BARS);
  });
});

describe("sparkline", () => {
  it("shows every value, keeps a steady rate calm and never reaches below zero", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 90 }), (values) => {
        const { low, high } = sparklineScale(values, null);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(Math.min(...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(...values));
      }),
    );
    const steady = sparklineScale([100, 101], null);
    expect(steady.high - steady.low).toBeGreaterThan(50);
  });

  it("eases instead of jumping", () => {
    const before = sparklineScale([100], null);
    expect(sparklineScale([110], before).high).toBeLessThan(sparklineScale([110], null).high);
    expect(sparklineScale([Number.NaN], before)).toBe(before);
  });
});

describe("a highlighted event", () => {
  it("sums up the time at each node over all attempts", () => {
    const handOver = { id: "e2", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } };
    const span = (waitMs: number, serviceMs: number) =>
      ({ type: "span", node: "billing", event: "e", root: "r", startMs: 0, waitMs, serviceMs, attempt: 1, outcome: "done" }) as const;
    const trace: Trace = { root: "r", startMs: 0, endMs: 9, spans: [span(3, 10), span(4, 20)], moves: [{ type: "move", edge: "e1", event: "e", root: "r", atMs: 0, failed: false }] };
    const highlight = highlightOf("r", trace, new Map([["billing", [handOver]]]));
    expect(highlight.nodes.get("billing")).toEqual({ waitMs: 7, serviceMs: 30, attempts: 2 });
    expect([...highlight.edges]).toEqual(["e1", "e2"]);
    expect(highlightOf("gone", undefined, new Map()).edges.size).toBe(0);
  });
});

describe("drawing", () => {
  it("takes fewer dots while it is slow, never below a few hundred, and more again when it is fast", () => {
    const budget = createBudget(4000);
    let dots = 4000;
    for (let frame = 0; frame < 400; frame += 1) dots = budget.after(20);
    expect(dots).toBe(400);
    for (let frame = 0; frame < 2000; frame += 1) dots = budget.after(1);
    expect(dots).toBe(4000);
  });

  it("cuts texts to fit", () => {
    const context = { font: "10px test", measureText: (text: string) => ({ width: text.length * 10 }) as TextMetrics };
    expect(fitText(context, "Billing", 70)).toBe("Billing");
    expect(fitText(context, "Billing", 55)).toBe("Bill…");
    expect(fitText(context, "Billing", 5)).toBe("");
  });

  it("keeps the number at the end of a name, but never cuts a value so", () => {
    const context = { font: "10px test", measureText: (text: string) => ({ width: text.length * 10 }) as TextMetrics };
    expect(fitName(context, "consumer 23", 110)).toBe("consumer 23");
    expect(fitName(context, "consumer 23", 75)).toBe("cons…23");
    expect(fitName(context, "consumer 23", 40)).toBe("con…");
    expect(fitName(context, "Billing", 55)).toBe("Bill…");
    expect(fitText(context, "1,170 delivered", 55)).toBe("1,17…");
  });

  it("shows less the farther away it is", () => {
    expect([0.2, 0.35, 0.49, 0.5, 2].map(levelAt)).toEqual(["far", "middle", "middle", "near", "near"]);
  });

  it("says what dots stand for in round numbers", () => {
    expect([0.5, 1, 1.7, 4, 23, 190, 4800].map(roundedUp)).toEqual([1, 1, 2, 5, 30, 200, 5000]);
  });
});
