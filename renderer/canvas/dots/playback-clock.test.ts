import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPlaybackClock } from "./playback-clock.ts";

/** Runs a clock for `seconds` with a report every 100 ms and a look every 16 ms. Gives how far it is behind at the end, wall ms. */
function lagAfter(seconds: number, speed: number): number {
  const clock = createPlaybackClock();
  clock.setSpeed(speed);
  let shown = 0;
  let reported = 0;
  for (let wall = 0; wall < seconds * 1000; wall += 4) {
    if (wall % 100 === 0) clock.report((reported = wall * speed), wall);
    if (wall % 16 === 0) shown = clock.now(wall);
  }
  return (reported - shown) / speed;
}

describe("playback clock", () => {
  it.each([0.1, 1, 3, 10])("follows the run closely at speed %s, but far enough behind to have heard of everything", (speed) => {
    const lag = lagAfter(8, speed);
    expect(lag).toBeGreaterThan(40);
    expect(lag).toBeLessThan(320);
  });

  it("never goes back and never passes what was reported, however late and uneven the reports are", () => {
    const step = fc.record({ passed: fc.integer({ min: 0, max: 3000 }), design: fc.integer({ min: 0, max: 5000 }), speed: fc.constantFrom(0.1, 1, 10) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = createPlaybackClock();
        let [wall, reported, before] = [0, 0, 0];
        for (const each of steps) {
          clock.setSpeed(each.speed);
          clock.report((reported += each.design), wall);
          const now = clock.now((wall += each.passed));
          expect(now).toBeGreaterThanOrEqual(before);
          expect(now).toBeLessThanOrEqual(reported);
          before = now;
        }
      }),
    );
  });

  it("stands still when the run does", () => {
    const clock = createPlaybackClock();
    clock.report(1000, 0);
    clock.now(0);
    clock.now(5000);
    expect(clock.isMoving()).toBe(false);
    expect(clock.now(60_000)).toBe(1000);
  });

  it("jumps after a leap of the run rather than play hours back", () => {
    const clock = createPlaybackClock();
    clock.report(100, 0);
    clock.now(0);
    clock.report(3_600_000, 100);
    expect(clock.now(116)).toBeGreaterThan(3_599_000);
  });

  it("begins anew with another run, and runs out after the end", () => {
    const clock = createPlaybackClock();
    clock.report(50_000, 0);
    clock.now(100);
    clock.report(100, 200);
    expect(clock.now(216)).toBeLessThanOrEqual(100);
    clock.now(1000);
    clock.runOut(500);
    clock.now(1000);
    expect(clock.now(5000)).toBe(600);
  });
});
