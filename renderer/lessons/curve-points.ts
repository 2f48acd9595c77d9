import { sameJson } from "../../design/document/same-json.ts";
import type { DesignNode } from "../../design/document/schema.ts";
import { designAtStep } from "../../design/lessons/apply-settings.ts";
import { waitCurveOf, type WaitCurve } from "../../design/lessons/wait-curve.ts";
import type { OpenLesson } from "./lesson-store.ts";

/** What the run of a step measured at a consumer: how busy it was, 0 to 1, and the mean wait for it, ms. */
export interface CurvePoint {
  /** Counted from 0. */
  readonly step: number;
  readonly utilization: number;
  readonly waitMs: number;
  /** Whether the consumer was set as at the present step, so that the curve is about it. */
  readonly isOnCurve: boolean;
}

export interface CurvePicture {
  readonly curve: WaitCurve;
  readonly points: readonly CurvePoint[];
  /** The longest wait that is drawn, ms. */
  readonly highestMs: number;
}

/** The formula's curve at the present step, beside what every step that was run has measured; null where there is no formula. */
export function curvePictureOf({ lesson, design, step, reports }: Pick<OpenLesson, "lesson" | "design" | "step" | "reports">, id: string): CurvePicture | null {
  const settingsAt = (index: number): DesignNode["settings"] => designAtStep(lesson, design, index).nodes.find((node) => node.id === id)?.settings;
  const present = settingsAt(step);
  const curve = waitCurveOf(present);
  if (typeof curve === "string") return null;
  const points = Object.entries(reports).flatMap(([index, report]): CurvePoint[] => {
    const node = report.nodes[id];
    if (node === undefined || node.waitMs.count === 0) return [];
    return [{ step: Number(index), utilization: node.utilization, waitMs: node.waitMs.mean, isOnCurve: sameJson(settingsAt(Number(index)) ?? {}, present ?? {}) }];
  });
  return { curve, points, highestMs: Math.max(curve(0.92), ...points.map(({ waitMs }) => waitMs * 1.2)) };
}
