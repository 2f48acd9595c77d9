import { describe, expect, it } from "vitest";
import { kindTypes, type KindType } from "../../../design/kinds/registry.ts";
import { STILL_NODE, type NodeFrame } from "../../../engine/contract/frame.ts";
import { NO_STATS } from "../../../engine/contract/stats.ts";
import { NO_ACTIVITY, type Activity } from "../model/activity.ts";
import type { Measured } from "./face.ts";
import { faceOf } from "./registry.ts";

const STATS = { ...NO_STATS, count: 10, p95: 38 };

function measured(frame: Partial<NodeFrame>, rest: Partial<Omit<Measured, "frame" | "activity">> & { activity?: Partial<Activity> } = {}): Measured {
  return {
    frame: { ...STILL_NODE, ...frame },
    activity: { ...NO_ACTIVITY, ...rest.activity },
    portRate: rest.portRate ?? (() => 0),
    produced: rest.produced ?? 0,
  };
}

function read(kind: KindType, of: Measured, settings?: Record<string, string | number | object>): string[] {
  const face = faceOf({ kind, settings: settings as never });
  return face?.readings(of).map(({ value, label, tone }) => `${value} ${label}${tone === "plain" ? "" : ` (${tone})`}`) ?? [];
}

describe("faces", () => {
  it.each(kindTypes)("says two things of %s, and what its settings come to", (kind) => {
    const face = faceOf({ kind });
    expect(face?.labels).toHaveLength(2);
    expect(face?.gist).not.toBe("");
    expect(face?.readings(measured({})).map(({ label }) => label)).toEqual(face?.labels);
  });

  it("reads the numbers that matter for each kind", () => {
    expect(read("producer", measured({ outPerSecond: 412 }, { activity: { outTotal: 990, refusedTotal: 10, refusedPerSecond: 2 } }))).toEqual(["412/s emitted", "1.0 % refused (bad)"]);
    expect(read("queue", measured({ depth: 1284, outPerSecond: 400, waitMs: STATS }))).toEqual(["1,284 depth", "38 ms wait p95"]);
    expect(read("queue", measured({ depth: 90, waitMs: STATS }), { maxLength: 100 })).toEqual(["90 depth (bad)", "38 ms wait p95"]);
    expect(read("consumer", measured({ utilization: 0.82, inPerSecond: 411 }))).toEqual(["82 % busy", "411/s done"]);
    expect(read("consumer", measured({ utilization: 0.97, inPerSecond: 400 }, { activity: { errorsPerSecond: 40 } }))).toEqual(["97 % busy (warning)", "360/s done (bad)"]);
    expect(read("database", measured({ inFlight: 7, capacity: 10, utilization: 0.62, outPerSecond: 310 }))).toEqual(["7/10 pool", "310/s answers"]);
    expect(read("loadBalancer", measured({ inPerSecond: 30, targets: { in: 3, out: 0 } }, { portRate: () => 15 }))).toEqual(["30/s in", "30/s sent on"]);
    expect(read("loadBalancer", measured({ inPerSecond: 30, targets: { in: 2, out: 1 } }))).toEqual(["30/s in", "2/3 healthy (bad)"]);
    expect(read("sink", measured({ depth: 49_261, endToEndMs: { ...STATS, p95: 61 } }))).toEqual(["49,261 delivered", "61 ms end-to-end p95"]);
    expect(read("deadLetter", measured({ depth: 37 }, { produced: 49_446 }))).toEqual(["37 events (bad)", "0.07 % of produced"]);
  });

  it("tells what a router and a filter let through from what they did not", () => {
    const rates = (byPort: Record<string, number>) => ({ portRate: (port: string) => byPort[port] ?? 0 });
    expect(read("router", measured({ inPerSecond: 100 }, rates({ matched: 90, default: 10 })))).toEqual(["90/s routed", "10/s unrouted"]);
    expect(read("router", measured({ inPerSecond: 100 }, rates({ matched: 90 })))).toEqual(["90/s routed", "10/s unrouted (warning)"]);
    expect(read("filter", measured({ inPerSecond: 100 }, rates({ out: 97, rejected: 3 })))).toEqual(["97/s passed", "3.0/s rejected"]);
  });

  it("T4 says of a topic how far its slowest group is behind, and in which partition most", () => {
    expect(read("topic", measured({ depth: 4, lag: { a: [1, 0, 2], b: [0, 3, 1] } }))).toEqual(["4 lag", "3 most, in p1"]);
    expect(read("topic", measured({}))).toEqual(["0 lag", "– most in one"]);
  });

  it("has no face for an unknown kind, and a new node's for broken settings", () => {
    expect(faceOf({ kind: "teapot" })).toBeNull();
    expect(faceOf({ kind: "consumer", settings: { replicas: -4 } })?.detail).toBe("1 × 1");
  });
});
