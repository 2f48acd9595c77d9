import fc from "fast-check";
import type { Design } from "../../design/document/schema.ts";
import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import type { Report } from "../contract/report.ts";
import { meanAttempts, type Load } from "./load.ts";
import { bottleneckOf, instability, loadsOf } from "./stability.ts";
import { Wiring } from "./wiring.ts";

/** Loads of a design when events come into its channels at these rates. */
function loads(design: ReturnType<typeof designOf>, perSecond: Record<string, number>): Load[] {
  const wiring = new Wiring(flowOf(design), 1);
  return loadsOf(wiring, (place) => perSecond[wiring.places[place]!.id] ?? 0);
}

/** A producer, a queue and a consumer called Billing. */
function oneQueue(consumer: ReturnType<typeof service>, queue: Record<string, number | object> = {}) {
  return designOf({ p: evenly(10, 1), q: ["queue", queue as never], c: consumer, s: SINK }, ["p > q", "q > c", "c > s"]);
}

describe("stability", () => {
  it("F3 attempts: the mean of a truncated geometric distribution", () => {
    expect(meanAttempts(0, 0, 3)).toBe(1);
    expect(meanAttempts(0.5, 0, 3)).toBeCloseTo(1.75);
    expect(meanAttempts(1, 0, 5)).toBe(5);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 20 }), (failure, most) => {
        // Attempt n + 1 is made when the first n failed.
        const sum = Array.from({ length: most }, (_, n) => failure ** n).reduce((total, share) => total + share, 0);
        expect(meanAttempts(failure, 0, most)).toBeCloseTo(sum, 9);
      }),
    );
  });

  it("F3 utilisation is offered work by capacity: rate × attempts × service ÷ slots", () => {
    const [load] = loads(oneQueue(service(20, { replicas: 2, concurrency: 3, failureRate: 0.5 }), { attempts: 3 }), { q: 100 });
    expect(load).toMatchObject({ slots: 6, meanServiceMs: 20, attempts: 1.75 });
    expect(load?.utilization).toBeCloseTo((100 * 1.75 * 0.02) / 6, 10);
  });

  it("F3 a time-out bounds the service, a rate limit the capacity", () => {
    expect(loads(oneQueue(service(100, { timeoutMs: 10 })), { q: 50 })[0]?.utilization).toBeCloseTo(0.5);
    expect(loads(oneQueue(service(1), { rateLimit: { max: 10, durationMs: 500 } }), { q: 30 })[0]?.utilization).toBeCloseTo(1.5);
  });

  it("F3 O1 a consumer that is governed has the slots that its autoscaler may start", () => {
    const design = oneQueue(service(20, { concurrency: 2 }));
    const governed: Design = {
      ...design,
      nodes: [...design.nodes, { id: "a", kind: "autoscaler", position: { x: 0, y: 0 }, settings: { maxReplicas: 5 } }],
      edges: [...design.edges, { id: "g", from: { node: "a", port: "governs" }, to: { node: "c", port: "scaler" } }],
    };
    expect(loads(governed, { q: 200 })[0]).toMatchObject({ slots: 10, utilization: 0.4 });
    expect(loads(design, { q: 200 })[0]).toMatchObject({ slots: 2, utilization: 2 });
  });

  it("F3 competing consumers add up, fast and slow ones", () => {
    const design = designOf({ p: evenly(10, 1), q: ["queue"], fast: service(10), slow: service(100, { replicas: 5 }), s: SINK }, ["p > q", "q > fast", "q > slow", "fast > s", "slow > s"]);
    expect(loads(design, { q: 75 })[0]?.utilization).toBeCloseTo(0.5);
  });

  it("F3 an unstable queue is said with node and arithmetic", () => {
    const design = oneQueue(service(20, { replicas: 2, failureRate: 0.5 }), { attempts: 3 });
    expect(instability(loads(design, { q: 100 }))).toEqual([
      {
        severity: "warning",
        code: "unstable",
        node: "c",
        message:
          "c cannot keep up: 100/s × 1.75 attempts × 20 ms = 3.5 busy slots, but there are 2 (utilisation 175 %). " +
          "The backlog of q grows for as long as this lasts; 4 slots are the least that is stable.",
      },
    ]);
    expect(instability(loads(design, { q: 57 }))).toEqual([]);
  });

  it("F3 a rate limit below the arrivals is said as that", () => {
    const [problem] = instability(loads(oneQueue(service(1), { rateLimit: { max: 10, durationMs: 1000 } }), { q: 30 }));
    expect(problem?.message).toContain("its rate limit lets less through than the 30/s that arrive");
  });

  it("F3 a consumer of several channels is judged by all of them together", () => {
    const design = designOf({ a: evenly(10, 1), b: evenly(10, 1), c: service(10), other: service(10), s: SINK }, ["a > c", "b > c", "a > other", "c > s", "other > s"]);
    const each = { e1: 60, e2: 60, e3: 60 };
    expect(loads(design, each).map((load) => [load.channel, Math.round(load.utilization * 100)])).toEqual([["a→c", 60], ["b→c", 60], ["a→other", 60], ["a→c and b→c", 120]]);
    const problems = instability(loads(design, each));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain("c cannot keep up: 120/s × 10 ms = 1.2 busy slots, but there are 1 (utilisation 120 %). The backlog of a→c and b→c grows");
  });

  it("F3 a channel that is too much alone is said once", () => {
    const design = designOf({ a: evenly(10, 1), b: evenly(10, 1), c: service(10), s: SINK }, ["a > c", "b > c", "c > s"]);
    expect(instability(loads(design, { e1: 150, e2: 10 })).map((problem) => problem.message.split(":")[0])).toEqual(["c cannot keep up"]);
  });

  it("the bottleneck is the busiest channel's consumer, with what would relieve it", () => {
    const nodes: Report["nodes"] = {};
    const busy = loads(oneQueue(service(20, { replicas: 2 })), { q: 90 });
    expect(bottleneckOf(busy, nodes)).toMatchObject({ node: "c", utilization: 0.9, relief: "3 slots would bring it to 60 %; so would a service time of 13.3 ms." });
    const idle = bottleneckOf(loads(oneQueue(service(20, { replicas: 2 })), { q: 35 }), nodes);
    expect(idle?.relief).toBe("Nothing is short: it could take 70 events/s before it is 70 % busy.");
    expect(bottleneckOf(loads(oneQueue(service(20)), {}), nodes)).toBeNull();
  });

  it("Q8 a rate limit that is used more than its consumers is the bottleneck, and slots are no relief", () => {
    const limited = (perSecond: number) => bottleneckOf(loads(oneQueue(service(20, { replicas: 2 }), { rateLimit: { max: 10, durationMs: 1000 } }), { q: perSecond }), {});
    expect(limited(9)).toEqual({
      node: "c",
      reason: "The rate limit of q is used most: 9 events/s of 10/s: 90 %.",
      utilization: 0.9,
      relief: "A limit of 12.9/s would bring it to 70 %; more slots would not.",
    });
    expect(limited(3.5)?.relief).toBe("Nothing is short: it lets 7 events/s through before 70 % of it is used.");
    const wide = bottleneckOf(loads(oneQueue(service(20, { replicas: 2 }), { rateLimit: { max: 1000, durationMs: 1000 } }), { q: 90 }), {});
    expect(wide?.relief).toContain("3 slots");
  });

  it("an autoscaled consumer is as busy as the replicas that it had on average", () => {
    const scaled = designOf({ p: evenly(10, 1), q: ["queue"], c: service(20), scaler: ["autoscaler", { maxReplicas: 10 }] }, ["p > q", "q > c", "scaler.governs > c.scaler"]);
    const scaling = { c: { replicas: { mean: 2.5, min: 1, max: 4, end: 2 }, count: 3, changes: [] } };
    expect(bottleneckOf(loads(scaled, { q: 100 }), {}, scaling)).toEqual({
      node: "c",
      utilization: 0.8,
      reason: "c is the busiest: 100 events/s, 20 ms of service, 2.5 slots on average: 80 % busy.",
      relief: "With 3 slots all the time it would be 67 % busy: raise the least number of replicas, or let replicas start sooner.",
    });
  });
});
