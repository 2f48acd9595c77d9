import { describe, expect, it } from "vitest";
import { HistogramRecorder, type HistogramDelta } from "./histogram.ts";
import { PlaceTotals, type Interval, type PlaceNow } from "./place-totals.ts";
import type { PlaceDelta } from "./recorder.ts";

const IDLE: PlaceNow = { depth: 0, inFlight: 0, capacity: 0 };

function times(...values: number[]): HistogramDelta | undefined {
  const recorder = new HistogramRecorder();
  for (const value of values) recorder.record(value);
  return recorder.flush();
}

function delta(more: Partial<PlaceDelta>): PlaceDelta {
  return { place: 0, in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0, busyMs: 0, capacityMs: 0, hits: 0, misses: 0, ...more };
}

function interval(atMs: number, lengthMs: number, warm = true): Interval {
  return { atMs, lengthMs, warm, producing: true };
}

describe("a place's figures", () => {
  it("M1 what several processes counted in an interval adds up", () => {
    const totals = new PlaceTotals(false);
    const frame = totals.frame([delta({ in: 3, out: 2, errors: 1 }), delta({ in: 4, retries: 2, stalls: 1, duplicates: 3, deadLetters: 1, refused: 5 })], { depth: 6, inFlight: 2, capacity: 4 }, 1, interval(100, 100, true));
    expect(frame).toMatchObject({ in: 7, out: 2, errors: 1, retries: 2, stalls: 1, duplicates: 3, deadLetters: 1, refused: 5, depth: 6, inFlight: 2, capacity: 4 });
    expect(totals.report(100, false)).toMatchObject({ in: 7, out: 2, errors: 1, retries: 2, stalls: 1, duplicates: 3, deadLetters: 1, throughputPerSecond: 20 });
  });

  it("M1 rates look back a second, or as far as there is anything", () => {
    const totals = new PlaceTotals(false);
    const rates = [10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30].map((count, i) => totals.frame([delta({ in: count, out: count / 2 })], IDLE, i, interval((i + 1) * 100, 100, true)));
    expect(rates[0]).toMatchObject({ inPerSecond: 100, outPerSecond: 50 });
    expect(rates[1]?.inPerSecond).toBe(100);
    expect(rates[9]?.inPerSecond).toBe(20);
    expect(rates[10]?.inPerSecond).toBe(10);
    expect(rates[11]).toMatchObject({ inPerSecond: 30, outPerSecond: 15 });
  });

  it("M1 utilisation is busy by open slot time, of the last second and of the run", () => {
    const totals = new PlaceTotals(false);
    let frame = totals.frame([delta({ busyMs: 200, capacityMs: 200 })], IDLE, 1, interval(100, 100, true));
    expect(frame.utilization).toBe(1);
    for (let i = 2; i <= 11; i++) frame = totals.frame([delta({ busyMs: 50, capacityMs: 200 })], IDLE, i, interval(i * 100, 100, true));
    expect(frame.utilization).toBe(0.25);
    expect(totals.report(1100, false).utilization).toBeCloseTo(700 / 2200);
    expect(new PlaceTotals(false).report(100, false).utilization).toBe(0);
  });

  it("M2 waits and services on the screen are those of the last 5 s", () => {
    const totals = new PlaceTotals(false);
    totals.frame([delta({ wait: times(100), service: times(7) })], IDLE, 3, interval(100, 100, true));
    const soon = totals.frame([delta({ wait: times(10, 20) })], IDLE, 6, interval(3000, 2900, true));
    expect(soon.waitMs).toMatchObject({ count: 3, max: 100 });
    expect(soon.serviceMs.count).toBe(1);
    const later = totals.frame([], IDLE, 9, interval(5200, 2200, true));
    expect(later.waitMs).toMatchObject({ count: 2 });
    expect(later.waitMs.mean).toBeCloseTo(15);
    expect(later.serviceMs).toMatchObject({ count: 0, mean: 0, p99: 0 });
    expect(totals.report(5200, false).waitMs).toMatchObject({ count: 3, max: 100 });
  });

  it("M2 percentiles come from merged histograms, never from averaged percentiles", () => {
    const totals = new PlaceTotals(false);
    const many = Array.from({ length: 99 }, () => 1);
    totals.frame([delta({ wait: times(...many) }), delta({ wait: times(1000) })], IDLE, 3, interval(100, 100, true));
    expect(totals.report(100, false).waitMs).toMatchObject({ count: 100, p50: 1, p95: 1, p99: 1, max: 1000 });
  });

  it("M1 depth: its mean over time, its most, its end; a sink's is all that arrived", () => {
    const totals = new PlaceTotals(false);
    totals.frame([], { ...IDLE, depth: 4 }, 1, interval(100, 100, true));
    totals.frame([], { ...IDLE, depth: 1 }, 2, interval(400, 300, true));
    expect(totals.report(400, false).depth).toEqual({ mean: (4 * 100 + 300) / 400, max: 4, end: 1 });
    const sink = new PlaceTotals(true);
    sink.frame([delta({ in: 3 })], IDLE, 1, interval(100, 100, true));
    expect(sink.frame([delta({ in: 2 })], IDLE, 2, interval(200, 100, true)).depth).toBe(5);
    expect(sink.report(200, false).depth.end).toBe(5);
  });

  it("F1 a report leaves out the warm-up where the run was long enough for one", () => {
    const totals = new PlaceTotals(false);
    totals.frame([delta({ in: 1, wait: times(500) })], IDLE, 1, interval(100, 100, false));
    totals.frame([delta({ in: 1, wait: times(10) })], IDLE, 2, interval(200, 100, true));
    expect(totals.report(200, true).waitMs).toMatchObject({ count: 1, mean: 10, max: 10 });
    expect(totals.report(200, false).waitMs).toMatchObject({ count: 2, mean: 255, max: 500 });
    expect(totals.report(200, true).in).toBe(2);
  });

  it("E3 end-to-end times are told where there are any", () => {
    const totals = new PlaceTotals(true);
    expect(totals.frame([], IDLE, 1, interval(100, 100, true)).endToEndMs).toBeUndefined();
    expect(totals.frame([delta({ endToEnd: times(40, 60) })], IDLE, 2, interval(200, 100, true)).endToEndMs).toMatchObject({ count: 0 });
    expect(totals.frame([], IDLE, 3, interval(300, 100, true)).endToEndMs).toMatchObject({ count: 2, max: 60 });
  });
});
