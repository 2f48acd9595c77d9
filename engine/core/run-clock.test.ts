import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { designAt, RunClock, wallNow } from "./run-clock.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] }));
afterEach(() => void vi.useRealTimers());

function clockAt(speed = 1, paused = false): RunClock {
  return new RunClock({ wallMs: wallNow(), designMs: 0, speed, paused });
}

function pause(clock: RunClock): void {
  clock.set({ wallMs: wallNow(), designMs: clock.now(), speed: clock.current.speed, paused: true });
}

function go(clock: RunClock, speed = clock.current.speed): void {
  clock.set({ wallMs: wallNow(), designMs: clock.now(), speed, paused: false });
}

describe("run clock", () => {
  it("V2 design time passes at the speed of the run", () => {
    expect(designAt({ wallMs: 1000, designMs: 50, speed: 5, paused: false }, 1010)).toBe(100);
    const clock = clockAt(5);
    vi.advanceTimersByTime(100);
    expect(clock.now()).toBeCloseTo(500);
    go(clock, 0.1);
    vi.advanceTimersByTime(100);
    expect(clock.now()).toBeCloseTo(510);
  });

  it("V2 timers fire at their design time, in order, equal ones by age", () => {
    const clock = clockAt(10);
    const fired: string[] = [];
    clock.at(300, () => fired.push(`c ${Math.round(clock.now())}`));
    clock.at(100, () => fired.push(`a ${Math.round(clock.now())}`));
    clock.at(100, () => fired.push(`b ${Math.round(clock.now())}`));
    clock.at(200, () => fired.push("cancelled")).cancel();
    expect(clock.nextMs()).toBe(100);
    vi.advanceTimersByTime(9);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["a 100", "b 100"]);
    vi.advanceTimersByTime(20);
    expect(fired).toEqual(["a 100", "b 100", "c 300"]);
    expect(clock.nextMs()).toBe(Number.POSITIVE_INFINITY);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("V2 a change of speed moves what is still to come", () => {
    const clock = clockAt(1);
    const fired: number[] = [];
    clock.at(1000, () => fired.push(wallNow()));
    const began = wallNow();
    vi.advanceTimersByTime(500);
    go(clock, 10);
    vi.advanceTimersByTime(49);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toHaveLength(1);
    expect(fired[0]! - began).toBeCloseTo(550, 0);
  });

  it("V1 nothing fires while paused, and a resume fires no burst", () => {
    const clock = clockAt();
    const fired: number[] = [];
    for (let n = 1; n <= 10; n++) clock.at(n * 10, () => fired.push(n));
    vi.advanceTimersByTime(20);
    pause(clock);
    vi.advanceTimersByTime(10_000);
    expect(fired).toEqual([1, 2]);
    expect(clock.now()).toBeCloseTo(20);
    expect(vi.getTimerCount()).toBe(0);
    go(clock);
    expect(fired).toEqual([1, 2]);
    vi.advanceTimersByTime(9);
    expect(fired).toEqual([1, 2]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual([1, 2, 3]);
    vi.advanceTimersByTime(70);
    expect(fired).toHaveLength(10);
  });

  it("V1 a timer that pauses the run is the last one of its moment", () => {
    const clock = clockAt();
    const fired: string[] = [];
    clock.at(10, () => {
      fired.push("first");
      pause(clock);
    });
    clock.at(10, () => fired.push("second"));
    vi.advanceTimersByTime(100);
    expect(fired).toEqual(["first"]);
    go(clock);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["first", "second"]);
  });

  it("V1 a step jumps to the next timer and fires it alone", () => {
    const clock = clockAt(1, true);
    const fired: number[] = [];
    clock.at(100, () => fired.push(100));
    clock.at(250, () => fired.push(250));
    expect(clock.fireNext()).toBe(false);
    clock.set({ wallMs: wallNow(), designMs: clock.nextMs(), speed: 1, paused: true });
    expect(clock.fireNext()).toBe(true);
    expect(fired).toEqual([100]);
    expect(clock.fireNext()).toBe(false);
    expect(clock.now()).toBe(100);
    vi.advanceTimersByTime(1000);
    expect(fired).toEqual([100]);
  });

  it("a timer in the past fires as soon as it can, one set by a timer for the same moment as well", () => {
    const clock = clockAt();
    vi.advanceTimersByTime(50);
    const fired: string[] = [];
    clock.at(10, () => clock.at(10, () => fired.push("nested")));
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["nested"]);
  });

  it("sleeps longer than a timeout can: 60 days", () => {
    const clock = clockAt();
    let fired = 0;
    clock.at(60 * 86_400_000, () => fired++);
    vi.advanceTimersByTime(59 * 86_400_000);
    expect(fired).toBe(0);
    vi.advanceTimersByTime(86_400_000);
    expect(fired).toBe(1);
  });

  it("clear drops every timer, and the clock can be used again", () => {
    const clock = clockAt();
    const fired: string[] = [];
    clock.at(10, () => fired.push("dropped"));
    clock.clear();
    clock.at(10, () => fired.push("kept"));
    vi.advanceTimersByTime(20);
    expect(fired).toEqual(["kept"]);
  });
});
