import { describe, expect, it } from "vitest";
import type { DesignNode, Json } from "../document/schema.ts";
import { resultingRate } from "./resulting-rate.ts";

function producer(settings: Record<string, Json>): DesignNode {
  return { id: "p", kind: "producer", position: { x: 0, y: 0 }, settings };
}
function rateAt(points: ReturnType<typeof resultingRate>, atMs: number): number | undefined {
  return points.findLast((point) => point.atMs <= atMs)?.rate;
}

describe("P7 the rate that results from a plan", () => {
  it("P7 has its jumps where the plan has them, and ends where the producer does", () => {
    const load = [{ atMs: 1003, node: "p", rateFactor: 3, durationMs: 4001 }];
    const points = resultingRate(producer({ arrivals: { process: "constant", ratePerSecond: 10 }, limit: { durationMs: 8000 } }), load, 10_000);
    expect([1002, 1003, 5003, 5004, 7999, 8000].map((atMs) => Math.round(rateAt(points, atMs) ?? -1))).toEqual([10, 30, 30, 10, 10, 0]);
    expect(points.every(({ atMs }, index) => atMs >= (points[index - 1]?.atMs ?? 0))).toBe(true);
  });

  it("P7 of bursts is the mean, of a trace the recorded rate", () => {
    expect(rateAt(resultingRate(producer({ arrivals: { process: "burst", ratePerSecond: 40 } }), [], 1000), 500)).toBeCloseTo(40);
    const events = [{ atMs: 500 }, { atMs: 1000 }];
    expect(rateAt(resultingRate(producer({ arrivals: { process: "trace", events } }), [{ atMs: 0, node: "p", rateFactor: 2 }], 1000), 500)).toBeCloseTo(4);
  });
});
