import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service } from "../../tests/support/designs.ts";
import { bottleneckOf, instability, loadsOf } from "./stability.ts";
import type { Load } from "./load.ts";
import { Wiring } from "./wiring.ts";

const constant = (meanMs: number) => ({ distribution: "constant", meanMs });

function loads(design: ReturnType<typeof designOf>, perSecond: Record<string, number>, hitRatio?: number): Load[] {
  const wiring = new Wiring(flowOf(design), 1);
  return loadsOf(wiring, (place) => perSecond[wiring.places[place]!.id] ?? 0, () => hitRatio);
}

function loadOf(all: readonly Load[], node: string): Load {
  return all.find((load) => load.consumers[0]?.id === node)!;
}

describe("loads of what is called", () => {
  const overloaded = designOf({ p: evenly(10, 1), q: ["queue"], c: service(1, { concurrency: 10 }), db: ["database", { pool: 2, readTime: constant(20) }] }, ["p > q", "q > c", "c.call > db.call"]);

  it("F3 C5 the mean time of its calls is part of a consumer's service, one after the other", () => {
    const design = designOf(
      { p: evenly(10, 1), q: ["queue"], c: service(10), one: ["database", { readTime: constant(30) }], other: ["database", { writeTime: constant(40) }] },
      ["p > q", "q > c", "c.call > one.call", ["c.call > other.call", { operation: "write" }]],
    );
    expect(loadOf(loads(design, { q: 10 }), "c")).toMatchObject({ meanServiceMs: 80, meanCallMs: 70, utilization: 0.8 });
    expect(instability(loads(design, { q: 20 }))[0]?.message).toContain("c cannot keep up: 20/s × 80 ms (70 ms of it calls) = 1.6 busy slots, but there are 1 (utilisation 160 %).");
  });

  it("F3 C5 time-outs bound it: the edge's that of the call, the consumer's all of it", () => {
    const design = (timeoutMs?: number) =>
      designOf({ p: evenly(10, 1), q: ["queue"], c: service(10, timeoutMs ? { timeoutMs } : {}), db: ["database", { readTime: constant(500) }] }, ["p > q", "q > c", ["c.call > db.call", { timeoutMs: 100 }]]);
    expect(loadOf(loads(design(), { q: 1 }), "c").meanServiceMs).toBe(110);
    expect(loadOf(loads(design(50), { q: 1 }), "c").meanServiceMs).toBe(50);
  });

  it("F3 S2 a pool that is too small is named with the arithmetic, and is the bottleneck with its relief", () => {
    const all = loads(overloaded, { q: 200 });
    expect(instability(all)).toEqual([
      {
        severity: "warning",
        code: "unstable",
        node: "db",
        message:
          "db cannot keep up: 200 calls/s × 20 ms = 4 busy connections, but there are 2 (utilisation 200 %). " +
          "Who calls it waits for connections, and the backlog before them grows for as long as this lasts; 5 connections are the least that is stable.",
      },
    ]);
    expect(bottleneckOf(all, {})).toEqual({
      node: "db",
      utilization: 2,
      reason: "db is the busiest: 200 calls/s, 20 ms of service, 2 connections: 200 % busy.",
      relief: "6 connections would bring it to 67 %; so would a service time of 6.67 ms.",
    });
    expect(instability(loads(overloaded, { q: 99 }))).toEqual([]);
  });

  it("F3 S2 callers that cannot keep up themselves ask no more than they can", () => {
    const all = loads({ ...overloaded, nodes: overloaded.nodes.map((node) => (node.id === "c" ? { ...node, settings: { ...node.settings, concurrency: 1 } } : node)) }, { q: 1000 });
    expect(loadOf(all, "db").arrivalsPerSecond).toBeCloseTo(1000 / 21, 5);
    expect(instability(all).map(({ node }) => node)).toEqual(["c"]);
  });

  it("F3 S1 a cache's calls cost hits and misses by the measured ratio, else by the fixed one", () => {
    const design = (cache: Record<string, number | string>) =>
      designOf(
        { p: evenly(10, 1), q: ["queue"], c: service(10, { concurrency: 20 }), cache: ["cache", { hitMs: 2, ...cache }], db: ["database", { pool: 1, readTime: constant(50) }] },
        ["p > q", "q > c", "c.call > cache.call", "cache.origin > db.call"],
      );
    const measured = loads(design({ pattern: "read-through" }), { q: 50 }, 0.8);
    expect(loadOf(measured, "c").meanCallMs).toBeCloseTo(2 + 0.2 * 50);
    expect(loadOf(measured, "db").utilization).toBeCloseTo(0.5);
    expect(loadOf(loads(design({ fixedHitRatio: 0.5 }), { q: 50 }), "c").meanCallMs).toBeCloseTo(2 + 0.5 * 52);
    expect(loadOf(loads(design({}), { q: 50 }), "c").meanCallMs).toBeCloseTo(54);
  });

  it("F3 R4 R5 through breakers and balancers: each target gets its share of the calls", () => {
    const design = designOf(
      {
        p: evenly(10, 1),
        q: ["queue"],
        c: service(10, { concurrency: 50 }),
        breaker: ["circuitBreaker"],
        lb: ["loadBalancer", { strategy: "weighted" }],
        x: ["database", { pool: 1, readTime: constant(10) }],
        y: ["database", { pool: 1, readTime: constant(50) }],
      },
      ["p > q", "q > c", "c.call > breaker.call", "breaker.target > lb.call", ["lb.target > x.call", { weight: 3 }], "lb.target > y.call"],
    );
    const all = loads(design, { q: 40 });
    expect(loadOf(all, "c").meanCallMs).toBeCloseTo(20);
    expect([loadOf(all, "x").utilization, loadOf(all, "y").utilization].map((value) => Number(value.toFixed(6)))).toEqual([0.3, 0.5]);
  });

  it("F3 S2 replicas: the k-th fastest of the exponential ones answers after the mean times a difference of harmonic numbers", () => {
    const design = designOf(
      { p: evenly(10, 1), q: ["queue"], c: service(10), db: ["database", { replicationFactor: 3, consistency: "quorum", readTime: { distribution: "exponential", meanMs: 60 } }] },
      ["p > q", "q > c", "c.call > db.call"],
    );
    const expected = 60 * (1 / 3 + 1 / 2);
    expect(Math.abs(loadOf(loads(design, { q: 1 }), "c").meanCallMs! / expected - 1)).toBeLessThan(0.05);
  });

  it("F3 S2 a database's failures make attempts, and each of them calls again", () => {
    const design = designOf(
      { p: evenly(10, 1), q: ["queue", { attempts: 3 }], c: service(1, { concurrency: 9 }), db: ["database", { failureRate: 0.5, readTime: constant(10) }] },
      ["p > q", "q > c", "c.call > db.call"],
    );
    const all = loads(design, { q: 40 });
    expect(loadOf(all, "c").attempts).toBe(1.75);
    expect(loadOf(all, "db").arrivalsPerSecond).toBe(70);
  });

  it("F3 S2 events that it stores are writes, which count beside its calls", () => {
    const design = designOf({ p: evenly(10, 1), q: ["queue"], c: service(1), db: ["database", { pool: 1, partitions: 2, readTime: constant(10), writeTime: constant(20) }] }, ["p > q", "q > c", "c.call > db.call", "p > db"]);
    expect(loadOf(loads(design, { q: 20, e4: 30 }).filter((load) => load.calls), "db").utilization).toBeCloseTo((0.2 + 0.6) / 2);
  });
});
