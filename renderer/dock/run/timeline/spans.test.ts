import { expect, it } from "vitest";
import { inLanes, shareOf, shownLength, snapped, ticksOf, type Span } from "./spans.ts";

const step = (atMs: number, durationMs?: number): Span => ({ atMs, ...(durationMs === undefined ? {} : { durationMs }) });

it("bars that overlap lie in lanes of their own, others in the first that is free", () => {
  const steps = [step(0, 5000), step(2000, 2000), step(4500, 1000), step(6000), step(8000, 500)];
  expect(inLanes(steps, (each) => each, 10_000).map(({ lane }) => lane)).toEqual([0, 1, 1, 0, 1]);
});

it("a bar goes as far as its step lasts, within what is drawn, and is wide enough to be pointed at", () => {
  expect(shareOf(step(2000, 3000), 10_000)).toEqual({ left: 0.2, width: 0.3 });
  expect(shareOf(step(2000), 10_000)).toEqual({ left: 0.2, width: 0.8 });
  const { left, width } = shareOf(step(9999, 1), 10_000);
  expect([left, width]).toEqual([expect.closeTo(0.96), expect.closeTo(0.04)]);
});

it("times are snapped to what is easily read", () => {
  expect(snapped(12_345, 60_000)).toBe(12_500);
  expect(snapped(-900, 60_000)).toBe(0);
  expect(snapped(1234, 10_000)).toBe(1200);
});

it("what is drawn is the run, and all that is planned", () => {
  expect(shownLength(30_000, 0, [step(1000, 500)])).toBe(30_000);
  expect(shownLength(30_000, 0, [step(40_000, 10_000)])).toBeCloseTo(55_000);
  expect([0, 60_000, 61_000, 200_000].map((atMs) => shownLength(null, atMs, []))).toEqual([60_000, 60_000, 120_000, 240_000]);
});

it("ticks are times that a clock would show, and few enough to be read", () => {
  expect(ticksOf(60_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  expect(ticksOf(71_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000]);
  expect(ticksOf(500)).toEqual([0]);
  expect([1000, 90_000, 3_600_000, 9e8, 1e11].map((lengthMs) => ticksOf(lengthMs).length <= 9)).not.toContain(false);
});
