import { describe, expect, it } from "vitest";
import type { SpanSample } from "../../../engine/contract/sample.ts";
import type { Trace } from "../../stores/traces.ts";
import { outcomeOf, pathOf, stepsOf } from "./trace-view.ts";

function span(node: string, startMs: number, outcome: SpanSample["outcome"], more: Partial<SpanSample> = {}): SpanSample {
  return { type: "span", node, event: "e1", root: "r", startMs, waitMs: 0, serviceMs: 0, attempt: 1, outcome, ...more };
}

function trace(...spans: SpanSample[]): Trace {
  return { root: "r", startMs: 0, endMs: 100, spans, moves: [] };
}

describe("a trace in the list", () => {
  it("orders its path by time, whatever order it was heard in, with the channels it lay in", () => {
    const spans = [span("sink", 50, "delivered"), span("shop", 0, "emitted"), span("billing", 20, "done")];
    const edges = [
      { id: "a", from: { node: "shop", port: "out" }, to: { node: "inbox", port: "in" } },
      { id: "b", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
    ];
    const moves = [
      { type: "move", edge: "b", event: "e1", root: "r", atMs: 20, failed: false },
      { type: "move", edge: "a", event: "e1", root: "r", atMs: 0, failed: false },
    ] as const;
    expect(pathOf({ ...trace(...spans), moves }, edges)).toEqual(["shop", "inbox", "billing", "sink"]);
  });

  it("tells calls within a call from the outside in, though the innermost is told first (C5)", () => {
    const call = (node: string, serviceMs: number) => span(node, 17, "done", { serviceMs });
    const spans = [span("shop", 0, "emitted"), call("cache", 0.5), call("balancer", 0.5), call("breaker", 0.5), span("checkout", 16, "done", { serviceMs: 8 })];
    expect(stepsOf(trace(...spans)).map(({ node }) => node)).toEqual(["shop", "checkout", "breaker", "balancer", "cache"]);
    const edge = (id: string, from: string, to: string) => ({ id, from: { node: from, port: "call" }, to: { node: to, port: "call" } });
    const edges = [edge("a", "shop", "checkout"), edge("b", "checkout", "breaker"), edge("c", "breaker", "balancer"), edge("d", "balancer", "cache")];
    const moves = ["a", "d", "c", "b"].map((id, index) => ({ type: "move", edge: id, event: "e1", root: "r", atMs: index === 0 ? 0 : 17, failed: false }) as const);
    expect(pathOf({ ...trace(...spans), moves }, edges)).toEqual(["shop", "checkout", "breaker", "balancer", "cache"]);
  });

  it("adds up the attempts of one step", () => {
    const [step] = stepsOf(
      trace(span("billing", 20, "retried", { waitMs: 5, serviceMs: 10 }), span("billing", 60, "done", { waitMs: 7, serviceMs: 3, attempt: 2 })),
    );
    expect(step).toMatchObject({ startMs: 15, waitMs: 12, serviceMs: 13, attempts: 2, outcome: "done" });
  });

  it("says how it ended, the worst first", () => {
    expect(outcomeOf(trace(span("shop", 0, "emitted")))).toEqual({ text: "on its way", tone: "open" });
    expect(outcomeOf(trace(span("a", 1, "delivered", { event: "e1" }), span("b", 2, "delivered", { event: "e2" })))).toEqual({ text: "2 delivered", tone: "ok" });
    expect(outcomeOf(trace(span("a", 1, "delivered"), span("dlq", 2, "deadLettered", { event: "e2" })))).toEqual({ text: "dead-lettered, delivered", tone: "bad" });
  });
});
