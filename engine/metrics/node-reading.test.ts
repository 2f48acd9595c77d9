import { describe, expect, it } from "vitest";
import type { AlertMetric } from "../../design/alerts/metrics.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, service, SINK } from "../../tests/support/designs.ts";
import { Wiring } from "../core/wiring.ts";
import { HistogramRecorder } from "./histogram.ts";
import { NodeReading } from "./node-reading.ts";
import type { PlaceNow } from "./place-totals.ts";
import type { PlaceDelta } from "./recorder.ts";

const wiring = new Wiring(flowOf(designOf({ p: ["producer"], q: ["queue"], t: ["topic", { partitions: 2 }], c: service(10, { group: "g" }), s: SINK }, ["p > q", "p > t", "q > c", "t > c", "c > s"])), 1);
const NONE = { in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0, busyMs: 0, capacityMs: 0, hits: 0, misses: 0 };

/** What a reading tells of consumer c after each of some intervals of 100 ms. */
function read(metric: AlertMetric, intervals: readonly Partial<PlaceDelta>[], { now = {}, percentile, isFromStart = true }: { now?: Record<string, Partial<PlaceNow>>; percentile?: number; isFromStart?: boolean } = {}): (number | null)[] {
  const place = wiring.node("c");
  const reading = new NodeReading({ node: "c", metric, percentile }, place, wiring, isFromStart);
  return intervals.map((delta, n) =>
    reading.observe({
      atMs: (n + 1) * 100 + (isFromStart ? 0 : 60_000),
      deltas: (index) => (index === place.index ? [{ ...NONE, ...delta, place: index }] : []),
      now: (index) => ({ depth: 0, inFlight: 0, capacity: 0, ...now[wiring.places[index]!.id] }),
    }),
  );
}

function times(...values: number[]): Partial<PlaceDelta> {
  const recorder = new HistogramRecorder();
  for (const value of values) recorder.record(value);
  return { wait: recorder.flush() };
}

describe("O6 M1 what an alert sees of a node", () => {
  it("O6 rates and shares are over the last second", () => {
    const intervals = Array.from({ length: 20 }, (_, n) => ({ in: n < 10 ? 5 : 1, errors: 1, busyMs: 50, capacityMs: 200 }));
    expect(read("arrivalsPerSecond", intervals).filter((_, n) => n === 0 || n === 9 || n === 19)).toEqual([50, 50, 10]);
    expect(read("errorRate", intervals).at(-1)).toBe(1);
    expect(read("errorRate", intervals)[9]).toBeCloseTo(0.2);
    expect(read("utilization", intervals).at(-1)).toBe(0.25);
  });

  it("O6 a mean and a percentile are of the last 5 s, and nothing where nothing was measured", () => {
    const intervals = [times(10, 20, 30, 100), ...Array.from({ length: 60 }, () => ({}))];
    expect(read("waitMs", intervals)[0]).toBeCloseTo(40, 0);
    expect(read("waitMs", intervals, { percentile: 100 })[49]).toBeCloseTo(100, 0);
    expect(read("waitMs", intervals).slice(50)).toEqual(Array<null>(11).fill(null));
    expect(read("errorRate", [{}])).toEqual([null]);
  });

  it("O6 T4 a consumer's depth is what waits in its queues, and before its own group at its topics", () => {
    expect(read("depth", [{}], { now: { q: { depth: 7 }, t: { depth: 90, lag: { g: [2, 3], other: [40, 50] } } } })).toEqual([12]);
  });

  it("O6 one that comes in mid-run knows no rate until it has seen an interval", () => {
    expect(read("arrivalsPerSecond", [{ in: 5 }, { in: 5 }], { isFromStart: false })).toEqual([null, 50]);
    expect(read("arrivalsPerSecond", [{ in: 5 }, { in: 5 }])).toEqual([50, 50]);
  });
});
