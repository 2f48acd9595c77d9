import { describe, expect, it } from "vitest";
import { contextWith, eventOf } from "../../tests/support/behaviours.ts";
import { settingsOf } from "../../design/document/settings.ts";
import type { CallStep } from "../core/call.ts";
import { BreakerState, type BreakerSettings } from "./breaker-state.ts";
import { CountWindow, TimeWindow } from "./call-window.ts";
import { circuitBreaker } from "./circuit-breaker.ts";

const SETTINGS: BreakerSettings = { failureRate: 0.5, window: "count", windowMs: 10_000, windowCalls: 10, minimumCalls: 4, openMs: 1000, halfOpenCalls: 3 };

/** A breaker that has seen these outcomes: `.` a success, `x` a failure, one a millisecond. */
function after(outcomes: string, more: Partial<BreakerSettings> = {}): BreakerState {
  const breaker = new BreakerState({ ...SETTINGS, ...more });
  for (const [ms, outcome] of outcomes.split("").entries()) breaker.record(outcome === "x", ms);
  return breaker;
}

describe("R4 the states of a circuit breaker, as resilience4j's CircuitBreakerStateMachine has them", () => {
  it.each([
    ["xxx", "closed", "fewer calls than the minimum"],
    ["xx..", "open", "the rate is reached, not only exceeded"],
    ["x...", "closed", "a quarter has failed"],
    [".xx.", "open", "half of the minimum"],
    ["..........xxxx", "closed", "4 of the last 10"],
    ["..........xxxxx", "open", "5 of the last 10"],
    ["x.........x", "closed", "the first failure has left the window"],
  ])("R4 %s: %s, because %s", (outcomes, state) => expect(after(outcomes).state).toBe(state));

  it("R4 a minimum that the window cannot hold is the window", () => expect(after("xxxxxxxxxx", { minimumCalls: 100 }).state).toBe("open"));

  it("R4 open refuses everything for its time; then the next call makes it half open, and so many are let through", () => {
    const breaker = after("xxxx");
    expect([4, 500, 1002].map((ms) => breaker.permits(ms))).toEqual([false, false, false]);
    expect(breaker.state).toBe("open");
    expect([1003, 1003, 1003, 1003].map((ms) => breaker.permits(ms))).toEqual([true, true, true, false]);
    expect(breaker.state).toBe("halfOpen");
  });

  it.each([
    ["...", "closed"],
    ["x..", "closed"],
    ["xx.", "open"],
    ["xxx", "open"],
    ["..", "halfOpen"],
  ])("R4 probes that come back %s leave it %s", (outcomes, state) => {
    const breaker = after("xxxx");
    for (let n = 0; n < 3; n++) breaker.permits(1003);
    for (const outcome of outcomes) breaker.record(outcome === "x", 1010);
    expect(breaker.state).toBe(state);
  });

  it("R4 it is decided by the minimum where that is fewer than the probes", () => {
    const breaker = after("xx", { minimumCalls: 2 });
    breaker.permits(2000);
    breaker.record(false, 2001);
    expect(breaker.state).toBe("halfOpen");
    breaker.record(false, 2002);
    expect(breaker.state).toBe("closed");
  });

  it("R4 closed again it begins with an empty window", () => {
    const breaker = after("xxxx");
    for (let n = 0; n < 3; n++) breaker.permits(1003);
    for (let n = 0; n < 3; n++) breaker.record(false, 1003);
    for (let n = 0; n < 3; n++) breaker.record(true, 1004);
    expect(breaker.state).toBe("closed");
    breaker.record(true, 1005);
    expect(breaker.state).toBe("open");
  });

  it("R4 a window of calls holds the last ones", () => {
    const window = new CountWindow(3);
    for (const failed of [true, true, false, false]) window.record(failed);
    expect([window.count, window.failed]).toEqual([3, 1]);
  });

  it("R4 a window of time holds the second that runs and as many before it as make up its length", () => {
    const window = new TimeWindow(3000);
    for (const ms of [100, 900, 1500, 2999]) window.record(true, ms);
    expect(window.count).toBe(4);
    window.record(false, 3000);
    expect([window.count, window.failed]).toEqual([3, 2]);
    window.record(false, 9000);
    expect([window.count, window.failed]).toEqual([1, 0]);
  });

  it("R4 each caller has its own, which ends with the caller's life; a time-out of the caller counts as a failure", () => {
    const context = contextWith({ edges: () => [{ id: "e", settings: {} }] });
    const { answers } = circuitBreaker(settingsOf({ settings: { minimumCalls: 1, openMs: 5000 } }, "circuitBreaker"), context);
    const [one, other] = [{ over: false }, { over: false }];
    const call = (caller: { over: boolean }): CallStep | undefined => answers.receive({ event: eventOf(0), operation: "read", caller, atMs: 0 })[0];
    const first = call(one);
    if (first?.do !== "forward") throw new Error("The first call is let through.");
    first.gaveUp?.("timed-out", 10);
    expect(call(one)).toEqual({ do: "respond", result: { ok: false, reason: "N is open", refused: true } });
    expect(call(other)?.do).toBe("forward");
    expect(answers.shown?.()).toEqual({ breaker: { closed: 1, open: 1, halfOpen: 0 } });
    one.over = true;
    expect(answers.shown?.()).toEqual({ breaker: { closed: 1, open: 0, halfOpen: 0 } });
  });
});
