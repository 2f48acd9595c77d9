import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf, SINK } from "../../tests/support/designs.ts";
import type { Design } from "../document/schema.ts";
import { flowOf, type FlowNode } from "../graph/compile.ts";
import { meanOf, type Distribution } from "../kinds/distribution.ts";
import { secondMomentOf } from "../kinds/wait-formulas.ts";
import { coarseLimit, coarsen } from "./coarsen.ts";
import { narrowed } from "./narrowed.ts";

type Settings<Kind extends FlowNode["kind"]> = Extract<FlowNode, { kind: Kind }>["settings"];

function settingsIn<Kind extends FlowNode["kind"]>(design: Parameters<typeof flowOf>[0], id: string): Settings<Kind> {
  return flowOf(design).nodes.get(id)?.settings as Settings<Kind>;
}

/** Events per second that a consumer's slots can serve. */
function capacityOf({ replicas, concurrency, serviceTime }: Settings<"consumer">): number {
  return (replicas * concurrency * 1000) / meanOf(serviceTime);
}

function squaredVariation(distribution: Distribution): number {
  return secondMomentOf(distribution) / meanOf(distribution) ** 2 - 1;
}

const PLAIN = designOf(
  { p: ["producer", { arrivals: { process: "ramp", ratePerSecond: 100, toRatePerSecond: 400, overMs: 1000 } }], q: ["queue", { maxLength: 250, rateLimit: { max: 30, durationMs: 100 } }], c: ["consumer", { replicas: 5, concurrency: 4 }], s: SINK },
  ["p > q", "q > c", "c > s"],
  { scenario: { load: [{ atMs: 500, node: "p", ratePerSecond: 50 }, { atMs: 700, node: "p", rateFactor: 2 }] } },
);

describe("F6 a coarse design", () => {
  it("F6 divides rates and lengths, and keeps shares and times", () => {
    const { design, notes } = coarsen(PLAIN, 10);
    expect(settingsIn<"producer">(design, "p").arrivals).toMatchObject({ ratePerSecond: 10, toRatePerSecond: 40, overMs: 1000 });
    expect(settingsIn<"queue">(design, "q")).toMatchObject({ maxLength: 25, rateLimit: { max: 3, durationMs: 100 }, backoff: { delayMs: 1000 }, attempts: 3 });
    expect(design.scenario?.load).toEqual([{ atMs: 500, node: "p", ratePerSecond: 5 }, { atMs: 700, node: "p", rateFactor: 2 }]);
    expect(notes).toEqual([]);
  });

  it("F6 keeps a rate limit's rate where its events are no multiple, and tells of lengths that are rounded", () => {
    const { design, notes } = coarsen(PLAIN, 20);
    expect(settingsIn<"queue">(design, "q").rateLimit).toEqual({ max: 2, durationMs: (100 * 20 * 2) / 30 });
    expect(notes.map(({ message }) => message)).toEqual(["q its max length of 250 is forecast as 260."]);
  });

  it("F6 serves exactly as many events in a second, however slots divide", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 2, max: 5000 }), fc.boolean(), (replicas, concurrency, k, isTopic) => {
        const design = designOf({ p: ["producer"], q: [isTopic ? "topic" : "queue"], c: ["consumer", { replicas, concurrency }], s: SINK }, ["p > q", "q > c", "c > s"]);
        const coarse = coarsen(design, k);
        const [before, after] = [settingsIn<"consumer">(design, "c"), settingsIn<"consumer">(coarse.design, "c")];
        expect(capacityOf(after) * k).toBeCloseTo(capacityOf(before), 6);
        expect(coarse.stretch.get("c")).toBeCloseTo(meanOf(after.serviceTime) / meanOf(before.serviceTime), 9);
        // A partition is read one event at a time: fewer readers would read fewer of them at once.
        if (isTopic) expect(after).toMatchObject({ replicas, concurrency });
      }),
    );
  });

  it("F6 stretches what calls and what is called alike, and gives callers as much longer", () => {
    const design = designOf({ p: ["producer"], c: ["consumer", { replicas: 12, concurrency: 5 }], d: ["database", { pool: 20 }], s: SINK }, ["p > c", "c.call > d.call", "c > s"]);
    const { design: coarse, stretch } = coarsen(design, 100);
    // 60 slots and 20 connections are divided by 20; what is left of 100 is time.
    expect([...stretch]).toEqual([["c", 5], ["d", 5]]);
    expect(settingsIn<"consumer">(coarse, "c")).toMatchObject({ replicas: 3, concurrency: 1 });
    expect(settingsIn<"database">(coarse, "d")).toMatchObject({ pool: 1, readTime: { meanMs: 10 } });
    // PostgreSQL's writes take 4 ms, and 5 times that now.
    expect(flowOf(coarse).edges.get("e2")?.settings.timeoutMs).toBe(1000 + 4 * 4);
  });

  it("F6 keeps the replicas that something counts", () => {
    const nodes = { p: ["producer"], c: ["consumer", { replicas: 8, concurrency: 10 }], s: SINK, a: ["autoscaler"] } as const;
    expect(settingsIn<"consumer">(coarsen(designOf(nodes, ["p > c", "c > s", "a.governs > c.scaler"]), 10).design, "c")).toMatchObject({ replicas: 8, concurrency: 1 });
    const free = designOf(nodes, ["p > c", "c > s"]);
    expect(settingsIn<"consumer">(coarsen(free, 40).design, "c")).toMatchObject({ replicas: 2, concurrency: 1 });
    const scaling: Design = { ...free, alerts: [{ id: "more", name: "More", when: { threshold: { node: "c", metric: "utilization", direction: "above", value: 0.9 } }, actions: [{ scale: { node: "c", by: 1 } }] }] };
    expect(settingsIn<"consumer">(coarsen(scaling, 40).design, "c")).toMatchObject({ replicas: 8, concurrency: 1 });
  });

  it("F6 varies times as little as the mean of k of them does", () => {
    const shapes: Distribution[] = [
      { distribution: "exponential", meanMs: 10 },
      { distribution: "uniform", minMs: 2, maxMs: 18 },
      { distribution: "lognormal", meanMs: 10, cv: 2 },
      { distribution: "gamma", meanMs: 10, cv: 0.5 },
      { distribution: "pareto", meanMs: 10, shape: 3 },
      { distribution: "empirical", valuesMs: [1, 9, 20] },
    ];
    for (const shape of shapes) {
      expect(meanOf(narrowed(shape, 25))).toBeCloseTo(10, 9);
      expect(squaredVariation(narrowed(shape, 25)) * 25).toBeCloseTo(squaredVariation(shape), 6);
    }
    expect(narrowed({ distribution: "constant", meanMs: 10 }, 25)).toEqual({ distribution: "constant", meanMs: 10 });
  });

  it("F6 keeps the shape of times of which a time-out cuts off a share", () => {
    const { design, notes } = coarsen(designOf({ p: ["producer"], c: ["consumer", { timeoutMs: 30 }], s: SINK }, ["p > c", "c > s"]), 10);
    expect(settingsIn<"consumer">(design, "c")).toMatchObject({ timeoutMs: 300, serviceTime: { distribution: "exponential", meanMs: 100 } });
    expect(notes.map(({ message }) => message).join()).toMatch(/holds a slot 10 times.*time-out/);
  });

  it("F6 refuses what is about single events, with all reasons at once", () => {
    const design = designOf({ p: ["producer", { arrivals: { process: "trace", events: [{ atMs: 0 }] } }], d: ["deduplicate"], c: ["consumer", { crashRate: 0.1 }], s: SINK }, ["p > d", "d > c", "c > s"]);
    expect(coarseLimit(design)).toEqual({ most: 1, why: "p plays a recorded trace of single events; d compares single events; c crashes at single events; plan crashes as experiments instead" });
    expect(() => coarsen(design, 2)).toThrow("This design cannot be forecast with events that stand for several: p plays");
  });

  it("F6 says how many an event may stand for at most", () => {
    expect(coarseLimit(PLAIN)).toEqual({ most: 250, why: "q: its max length is 250" });
    expect(() => coarsen(PLAIN, 251)).toThrow("An event may stand for 250 at most here: q: its max length is 250.");
  });
});
