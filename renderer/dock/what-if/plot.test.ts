import { describe, expect, it } from "vitest";
import type { SweepPoint } from "../../../engine/contract/what-if.ts";
import type { Asked } from "../../stores/what-if-store.ts";
import { plotOf } from "./plot.ts";

const stats = (mean: number) => ({ count: 100, mean, p50: mean, p95: mean * 3, p99: mean * 4, max: mean * 5, ci95: mean / 10 });
const point = (values: number[], mean: number, unstable: string[] = []) => ({ values, unstable, nodes: {}, channels: {}, endToEndMs: { all: stats(mean), bySink: {} } }) as unknown as SweepPoint;
const asked: Asked = { id: "a", kind: "sweep", status: "done", message: undefined, axes: [{ title: "Billing · Replicas", unit: "replicas", values: [1, 2, 3] }], total: 3, points: [], trials: [], answer: null, slo: null, subject: "", outcomes: [] };
const shown = { figure: "endToEndMs", node: null, statistic: "mean" } as const;

describe("the plot of a sweep", () => {
  it("F5 has a value and an interval for each x, and ends above what is stable", () => {
    const plot = plotOf({ ...asked, points: [point([1], 4000, ["too much"]), point([2], 80), point([3], 40)] }, shown);
    expect(plot.xs).toEqual([1, 2, 3]);
    expect(plot.lines).toEqual([{ label: "", values: [4000, 80, 40], low: [3600, 72, 36], high: [4400, 88, 44], unstable: [true, false, false] }]);
    expect(plot.top).toBeCloseTo(88 * 1.12);
    expect(plot.format(plot.top)).toBe("99 ms");
  });

  it("F5 has a line for each value of the second number, and gaps where nothing is known yet", () => {
    const axes = [...asked.axes, { title: "Billing · Service time", unit: "ms", values: [10, 1500] }];
    const plot = plotOf({ ...asked, axes, points: [point([1, 10], 1), point([2, 10], 2), point([3, 10], 3), point([1, 1500], 4)] }, { ...shown, statistic: "p95" });
    expect(plot.lines.map(({ label, values }) => [label, values])).toEqual([["10 ms", [3, 6, 9]], ["1.5 s", [12, null, null]]]);
    // Percentiles have no interval.
    expect(plot.lines[0]?.low).toEqual([null, null, null]);
  });

  it("F5 draws what an SLO allows across the trials", () => {
    const trial = (replicas: number, value: number, unstable: string[] = []) => ({ replicas, unstable, meets: value <= 5, verdict: { id: "s", name: "S", passed: value <= 5, value, op: "<=" as const, target: 5 } });
    const plot = plotOf({ ...asked, kind: "meet", axes: [], subject: "Billing", slo: { id: "s", name: "S", target: { all: true }, metric: "waitMs", op: "<=", value: 5 }, trials: [trial(1, 900, ["x"]), trial(2, 8), trial(3, 2)] }, shown);
    expect(plot).toMatchObject({ xs: [1, 2, 3], target: 5, xTitle: "Billing · Replicas" });
    expect(plot.top).toBeCloseTo(8 * 1.12);
  });
});
