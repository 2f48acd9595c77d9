import { describe, expect, it } from "vitest";
import { formatClock, formatLength, formatMoment, formatTick } from "./clock.ts";

describe("clock", () => {
  it("shows tenths and never rounds up into the future", () => {
    expect(formatClock(14_690)).toBe("00:14.6");
    expect(formatClock(59_999)).toBe("00:59.9");
    expect(formatClock(3_723_400)).toBe("1:02:03.4");
    expect(formatClock(-5)).toBe("00:00.0");
  });

  it("shows a length without tenths it does not have", () => {
    expect(formatLength(60_000)).toBe("01:00");
    expect(formatLength(2500)).toBe("00:02.5");
  });

  it("labels ticks", () => {
    expect([0, 90_000, 3_600_000].map(formatTick)).toEqual(["0:00", "1:30", "1:00:00"]);
  });

  it("leaves the date out today", () => {
    const now = new Date(2026, 4, 3, 16, 0).getTime();
    expect(formatMoment(new Date(2026, 4, 3, 14, 5).getTime(), now)).toBe("14:05");
    expect(formatMoment(new Date(2026, 4, 2, 14, 5).getTime(), now)).toBe("2026-05-02 14:05");
  });
});
