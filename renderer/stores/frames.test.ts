import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFrameStore } from "./frames.ts";
import { frameOf, nodeFrame } from "./testing/frame-fixtures.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const store = createFrameStore(() => Date.now());
  return { store, tick: (ms: number) => vi.advanceTimersByTime(ms) };
}

describe("frames", () => {
  it("shows four a second of ten, and always the last", () => {
    const { store, tick } = setUp();
    const shown = vi.fn();
    const all = vi.fn();
    store.subscribeShown(shown);
    store.subscribeFrames(all);
    for (let seq = 0; seq < 10; seq++) {
      store.accept(frameOf(seq, { a: nodeFrame({ depth: seq }) }));
      tick(100);
    }
    tick(300);
    expect(all).toHaveBeenCalledTimes(10);
    expect(shown.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(shown.mock.calls.length).toBeLessThanOrEqual(5);
    expect(store.shownNode("a")?.depth).toBe(9);
  });

  it("O1 O5 tells of an autoscaler's step, and keeps how SLOs stood until that is told again", () => {
    const { store, tick } = setUp();
    const heard = vi.fn();
    store.subscribePart("nodes", "a", heard);
    const verdict = { id: "o", name: "O", passed: true, value: 1, op: "<=" as const, target: 2 };
    store.accept(frameOf(0, { a: nodeFrame({ scaling: { replicas: 1, metric: null } }) }, { slos: [verdict] }));
    tick(250);
    store.accept(frameOf(1, { a: nodeFrame({ scaling: { replicas: 4, metric: 31 } }) }));
    expect(heard).toHaveBeenCalledTimes(2);
    expect(store.slos()).toEqual([verdict]);
    store.reset();
    expect(store.slos()).toEqual([]);
  });

  it("tells only those whose node looks different", () => {
    const { store, tick } = setUp();
    store.accept(frameOf(0, { a: nodeFrame({ outPerSecond: 412 }), b: nodeFrame({ depth: 1 }) }));
    const [a, b] = [vi.fn(), vi.fn()];
    store.subscribePart("nodes", "a", a);
    store.subscribePart("nodes", "b", b);
    tick(250);
    store.accept(frameOf(1, { a: nodeFrame({ outPerSecond: 412.1 }), b: nodeFrame({ depth: 2 }) }));
    expect(a).not.toHaveBeenCalled();
    expect(b).toHaveBeenCalledTimes(1);
    expect(store.shownNode("a")?.outPerSecond).toBe(412);
  });

  it("R4 R5 S1 T4 tells of a breaker, targets, hits and lags that change while all rates stay", () => {
    const { store, tick } = setUp();
    const heard = vi.fn();
    store.subscribePart("nodes", "a", heard);
    const changes = [{ breaker: { closed: 1, open: 0, halfOpen: 0 } }, { breaker: { closed: 0, open: 1, halfOpen: 0 } }, { targets: { in: 2, out: 0 } }, { targets: { in: 1, out: 1 } }, { hitRatio: 0.5 }, { hitRatio: 0.9 }, { lag: { g: [1, 2] } }, { lag: { g: [2, 1] } }];
    for (const [seq, change] of changes.entries()) {
      store.accept(frameOf(seq, { a: nodeFrame(change) }));
      tick(250);
    }
    expect(heard).toHaveBeenCalledTimes(changes.length);
  });

  it("forgets the run before, and says so", () => {
    const { store } = setUp();
    store.accept(frameOf(0, { a: nodeFrame() }));
    const gone = vi.fn();
    store.subscribePart("nodes", "a", gone);
    store.reset();
    expect(gone).toHaveBeenCalledTimes(1);
    expect(store.shownNode("a")).toBeUndefined();
    expect(store.latest()).toBeNull();
  });
});
