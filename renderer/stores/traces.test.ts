import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sample } from "../../engine/contract/sample.ts";
import { createTraceStore } from "./traces.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function span(root: string, startMs: number, waitMs = 0, serviceMs = 0): Sample {
  return { type: "span", node: "n", event: root, root, startMs, waitMs, serviceMs, attempt: 1, outcome: "done" };
}

describe("traces", () => {
  it("groups what belongs to one produced event, from its first wait to its last work", () => {
    const store = createTraceStore();
    store.accept([span("r", 30, 10, 5), { type: "move", edge: "e", event: "r", root: "r", atMs: 15, failed: false }]);
    store.accept([span("r", 60, 0, 7)]);
    const trace = store.traceOf("r");
    expect(trace).toMatchObject({ startMs: 15, endMs: 67 });
    expect(trace?.spans).toHaveLength(2);
    expect(trace?.moves).toHaveLength(1);
  });

  it("keeps the newest only, newest first", () => {
    const store = createTraceStore(2);
    store.accept([span("a", 1), span("b", 2), span("c", 3)]);
    vi.advanceTimersByTime(500);
    expect(store.list().map((trace) => trace.root)).toEqual(["c", "b"]);
    expect(store.traceOf("a")).toBeUndefined();
  });

  it("announces twice a second, however often it hears", () => {
    const store = createTraceStore();
    const announced = vi.fn();
    store.subscribeList(announced);
    for (let batch = 0; batch < 10; batch++) {
      store.accept([span(`r${batch}`, batch)]);
      vi.advanceTimersByTime(100);
    }
    expect(announced).toHaveBeenCalledTimes(2);
  });
});
