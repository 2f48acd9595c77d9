import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpan, movedSpan, rungFrom } from "./grips.ts";

const LIMITS = { lengthMs: 60_000, untilMs: 60_000, mayLast: true };

describe("spans that are dragged", () => {
  it("a move keeps the length and stays on the timeline, on readable times", () => {
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "move", 3333, LIMITS)).toEqual({ atMs: 13_500, durationMs: 5000 });
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "move", 90_000, LIMITS)).toEqual({ atMs: 55_000, durationMs: 5000 });
    expect(movedSpan({ atMs: 10_000 }, "move", -90_000, LIMITS)).toEqual({ atMs: 0 });
  });

  it("an end is moved for itself: the other stays", () => {
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "start", -2100, LIMITS)).toEqual({ atMs: 8000, durationMs: 7000 });
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "end", 2100, LIMITS)).toEqual({ atMs: 10_000, durationMs: 7000 });
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "start", 9000, LIMITS)).toEqual({ atMs: 14_500, durationMs: 500 });
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "end", -9000, LIMITS)).toEqual({ atMs: 10_000, durationMs: 500 });
  });

  it("an end drawn to the end of the timeline is none, and one drawn back from there is one again; a ramp always has one", () => {
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "end", 45_000, LIMITS)).toEqual({ atMs: 10_000 });
    expect(movedSpan({ atMs: 10_000 }, "end", -20_000, LIMITS)).toEqual({ atMs: 10_000, durationMs: 30_000 });
    expect(movedSpan({ atMs: 10_000, durationMs: 5000 }, "end", 45_000, { ...LIMITS, mayLast: false })).toEqual({ atMs: 10_000, durationMs: 50_000 });
  });

  it("whatever is dragged begins at 0 or later and has a length", () => {
    const grip = fc.constantFrom("move" as const, "start" as const, "end" as const);
    const span = fc.record({ atMs: fc.integer({ min: 0, max: 54_000 }), durationMs: fc.option(fc.integer({ min: 1, max: 6000 }), { nil: undefined }) });
    fc.assert(
      fc.property(span, grip, fc.integer({ min: -100_000, max: 100_000 }), fc.boolean(), ({ atMs, durationMs }, held, byMs, mayLast) => {
        const moved = movedSpan(durationMs === undefined ? { atMs } : { atMs, durationMs }, held, byMs, { ...LIMITS, mayLast });
        expect(moved.atMs).toBeGreaterThanOrEqual(0);
        expect(moved.durationMs ?? 1).toBeGreaterThan(0);
      }),
    );
  });
});

it("a stretch is drawn in either direction", () => {
  expect(drawnSpan(20_100, 9900, 60_000)).toEqual({ atMs: 10_000, durationMs: 10_000 });
  expect(drawnSpan(59_990, 70_000, 60_000)).toEqual({ atMs: 59_500, durationMs: 500 });
  expect(drawnSpan(-500, 100, 60_000)).toEqual({ atMs: 0, durationMs: 500 });
});

it("a level goes from rung to rung, and from between two to the next one", () => {
  const ladder = [0, 1, 2, 5];
  expect([-9, -1, 0, 1, 2, 9].map((steps) => rungFrom(ladder, 2, steps))).toEqual([0, 1, 2, 5, 5, 5]);
  expect([-1, 1].map((steps) => rungFrom(ladder, 3, steps))).toEqual([2, 5]);
  expect([-1, 1].map((steps) => rungFrom(ladder, 7, steps))).toEqual([5, 5]);
});
