import { describe, expect, it } from "vitest";
import { ordeal } from "../ordeal/ordeal.ts";
import { scheduleOf, VICTIMS } from "../ordeal/schedule.ts";

describe("blows at random", () => {
  it("E2 E4 a zone frozen past its locks and thawed, a dead Redis and dead workers: the run goes on by itself, nothing is lost, nothing ends twice", async () => {
    const schedule = (["freeze", "redis", "worker"] as const).map((victim) => ({ afterMs: 1000, victim, choice: 0.5 }));
    const { report, blows } = await ordeal({ appendFsync: "always", schedule, ratePerSecond: 150, tell: () => {} });
    expect(blows).toEqual({ worker: 1, zone: 0, load: 0, redis: 1, freeze: 1 });
    expect(report.ended).toBe("drained");
    expect(report.ledger).toMatchObject({ produced: 1950, lost: 0, duplicated: 0, balanced: true, inFlight: 0 });
    expect(report.audit).toMatchObject({ lost: { count: 0 }, duplicated: { count: 0 }, differences: [] });
    expect(report.audit?.redelivered).toBeGreaterThan(0);
  });

  it("E5 the same seed hits the same at the same times", () => {
    const schedule = scheduleOf(3, 400, 2000);
    expect(scheduleOf(3, 400, 2000)).toEqual(schedule);
    expect(scheduleOf(4, 400, 2000)).not.toEqual(schedule);
    expect(Math.min(...schedule.map(({ afterMs }) => afterMs))).toBeGreaterThanOrEqual(500);
    const mean = schedule.reduce((sum, { afterMs }) => sum + afterMs, 0) / 400;
    expect(Math.abs(mean - 2000)).toBeLessThan(300);
    for (const victim of VICTIMS) expect(schedule.some((blow) => blow.victim === victim)).toBe(true);
  });
});
