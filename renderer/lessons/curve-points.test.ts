import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadLesson } from "../../design/lessons/load-lesson.ts";
import { NO_STATS } from "../../engine/contract/stats.ts";
import type { Report } from "../../engine/contract/report.ts";
import { curvePictureOf } from "./curve-points.ts";

const loaded = loadLesson(readFileSync(join(import.meta.dirname, "../../examples/lessons/02-queues-and-latency.lesson.json"), "utf8"), null);
if (!loaded.ok) throw new Error("The lesson does not work.");
const { lesson, design } = loaded;

function reportOf(utilization: number, mean: number): Report {
  return { nodes: { billing: { utilization, waitMs: { ...NO_STATS, count: 1, mean } } } } as unknown as Report;
}

describe("F2 the curve of a lesson", () => {
  it("is the formula's at the settings of the step", () => {
    const at = (step: number) => curvePictureOf({ lesson, design, step, reports: {} }, "billing")?.curve;
    expect([0, 0.5, 0.9, 0.95].map((busy) => Math.round(at(0)?.(busy) ?? -1))).toEqual([0, 10, 90, 190]);
    expect(at(3)?.(0.9)).toBeCloseTo(45);
    // Two slots at 45 % busy: ρ² / (1 − ρ²) of a service time.
    expect(at(4)?.(0.45)).toBeCloseTo((10 * 0.45 ** 2) / (1 - 0.45 ** 2));
    expect(at(0)?.(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it("has a point for each step that was run, grey where that was set otherwise", () => {
    const picture = curvePictureOf({ lesson, design, step: 2, reports: { 0: reportOf(0.5, 9.8), 2: reportOf(0.95, 201), 3: reportOf(0.9, 44) } }, "billing");
    expect(picture?.points).toEqual([
      { step: 0, utilization: 0.5, waitMs: 9.8, isOnCurve: true },
      { step: 2, utilization: 0.95, waitMs: 201, isOnCurve: true },
      { step: 3, utilization: 0.9, waitMs: 44, isOnCurve: false },
    ]);
    expect(picture?.highestMs).toBeCloseTo(241.2);
  });
});
