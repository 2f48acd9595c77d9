import { describe, expect, it } from "vitest";
import { STILL_NODE, type Frame, type NodeFrame } from "../../../engine/contract/frame.ts";
import { createActivityLog, NO_ACTIVITY } from "./activity.ts";
import { fillOf } from "./fill.ts";
import { deadLetterState, stateOf } from "./node-state.ts";

function nodeFrame(part: Partial<NodeFrame>): NodeFrame {
  return { ...STILL_NODE, ...part };
}

describe("state ring", () => {
  it.each([
    [{ capacity: 4 }, "idle"],
    [{ capacity: 4, inFlight: 2, utilization: 0.5 }, "busy"],
    [{ capacity: 4, inFlight: 4, utilization: 0.98 }, "saturated"],
    [{ capacity: 0, slots: "dddd" }, "dead"],
    [{ capacity: 0 }, "dead"],
  ] as const)("reads a consumer %o as %s", (part, state) => expect(stateOf("consumer", nodeFrame(part), NO_ACTIVITY)).toBe(state));

  it("calls a consumer failing when more than a few of its attempts fail", () => {
    const frame = nodeFrame({ capacity: 4, inPerSecond: 100, utilization: 0.5 });
    expect(stateOf("consumer", frame, { ...NO_ACTIVITY, errorsPerSecond: 1 })).toBe("busy");
    expect(stateOf("consumer", frame, { ...NO_ACTIVITY, errorsPerSecond: 8 })).toBe("failing");
  });

  it("is off without a run, and wary of what lies in a dead letter", () => {
    expect(stateOf("source", undefined, NO_ACTIVITY)).toBe("off");
    expect(deadLetterState(nodeFrame({ depth: 3 }), NO_ACTIVITY)).toBe("saturated");
    expect(deadLetterState(nodeFrame({ depth: 3 }), { ...NO_ACTIVITY, inPerSecond: 1 })).toBe("failing");
  });

  it("takes what a stage holds for its work, and a channel's backlog for trouble", () => {
    const frame = nodeFrame({ depth: 134, inPerSecond: 93, outPerSecond: 3.7 });
    expect(stateOf("stage", frame, NO_ACTIVITY)).toBe("busy");
    expect(stateOf("channel", frame, NO_ACTIVITY)).toBe("saturated");
  });

  it("calls a producer failing while it is refused", () => {
    const frame = nodeFrame({ outPerSecond: 50 });
    expect(stateOf("source", frame, NO_ACTIVITY)).toBe("busy");
    expect(stateOf("source", frame, { ...NO_ACTIVITY, refusedPerSecond: 3 })).toBe("failing");
  });

  it("R4 R5 sees a breaker that is open, and a load balancer whose targets have left", () => {
    const breaker = (closed: number, open: number, halfOpen: number) => stateOf("callee", nodeFrame({ inPerSecond: 9, breaker: { closed, open, halfOpen } }), NO_ACTIVITY);
    expect([breaker(2, 0, 0), breaker(1, 1, 0), breaker(0, 1, 1), breaker(0, 2, 0)]).toEqual(["busy", "saturated", "saturated", "failing"]);
    const balancer = (present: number, out: number) => stateOf("inline", nodeFrame({ targets: { in: present, out } }), NO_ACTIVITY);
    expect([balancer(3, 0), balancer(2, 1), balancer(0, 3)]).toEqual(["idle", "saturated", "failing"]);
  });
});

describe("fill", () => {
  it("is green to 60 %, amber to 85 %, red above, against the max length", () => {
    const levels = [59, 60, 61, 85, 86, 100].map((depth) => fillOf(nodeFrame({ depth }), 100).level);
    expect(levels).toEqual(["low", "low", "middle", "middle", "high", "high"]);
  });

  it("measures an unbounded queue by the seconds of work in it", () => {
    expect(fillOf(nodeFrame({ depth: 1000, outPerSecond: 5000 }), undefined).level).toBe("low");
    expect(fillOf(nodeFrame({ depth: 1000, outPerSecond: 40 }), undefined).level).toBe("middle");
    expect(fillOf(nodeFrame({ depth: 1000, outPerSecond: 0 }), undefined)).toMatchObject({ level: "high", share: 1 });
    expect(fillOf(nodeFrame({ depth: 1, outPerSecond: 0 }), undefined).level).toBe("low");
    expect(fillOf(nodeFrame({}), undefined).share).toBe(0);
  });
});

describe("activity", () => {
  it("sums up a run and forgets it with the next", () => {
    const log = createActivityLog();
    const frame = (seq: number): Frame => ({ seq, atMs: seq * 100, intervalMs: 100, nodes: { p: nodeFrame({ out: 9, refused: 1 }) }, channels: {}, edges: { e: { count: 9, failed: 2, perSecond: 90 } } }) as unknown as Frame;
    for (let seq = 0; seq < 40; seq += 1) log.accept(frame(seq));
    log.accept(frame(39));
    expect(log.of("p")).toMatchObject({ outTotal: 360, refusedTotal: 40 });
    expect(log.of("p").refusedPerSecond).toBeCloseTo(10, 0);
    expect(log.failedOf("e")).toBeCloseTo(20, 0);
    log.accept(frame(0));
    expect(log.of("p").outTotal).toBe(9);
    expect(log.of("nobody")).toBe(NO_ACTIVITY);
  });
});
