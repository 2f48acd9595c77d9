import type { Frame } from "../../engine/contract/frame.ts";

/** Points of a small chart over the whole recording. */
const POINTS = 300;

/** A line through `values` over `timesMs`, in a box of 1000 × 100 that the highest of them fills; of many values the mean of neighbours. */
export function linePath(timesMs: readonly number[], values: readonly number[], endMs: number): string {
  return `M${pointsOf(timesMs, values, endMs).join("L")}`;
}

/** The area under the same line. */
export function areaPath(timesMs: readonly number[], values: readonly number[], endMs: number): string {
  const points = pointsOf(timesMs, values, endMs);
  const lastX = points.at(-1)?.split(" ")[0] ?? "0";
  return `M0 100L${points.join("L")}L${lastX} 100Z`;
}

function pointsOf(timesMs: readonly number[], values: readonly number[], endMs: number): string[] {
  const step = Math.max(1, Math.ceil(values.length / POINTS));
  const means = Array.from({ length: Math.ceil(values.length / step) }, (_, at) => {
    const part = values.slice(at * step, (at + 1) * step);
    return { ms: timesMs[Math.min(values.length, (at + 1) * step) - 1] ?? 0, value: part.reduce((sum, value) => sum + value, 0) / part.length };
  });
  const most = Math.max(1e-9, ...means.map(({ value }) => value));
  const points = means.map(({ ms, value }) => `${((ms / endMs) * 1000).toFixed(1)} ${(100 - (value / most) * 94).toFixed(1)}`);
  return points.length === 0 ? ["0 100"] : points;
}

/** Events that came into a terminal, per second of design time. */
export function deliveredPerSecond({ ledger, intervalMs }: Frame, before: Frame | undefined): number {
  return Math.max(0, ((ledger.delivered - (before?.ledger.delivered ?? 0)) * 1000) / Math.max(1, intervalMs));
}
