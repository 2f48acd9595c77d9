import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, SINK } from "../../tests/support/designs.ts";
import { closedFormOf } from "./closed-form-of.ts";

const poisson = (ratePerSecond: number): Record<string, Json> => ({ arrivals: { process: "poisson", ratePerSecond } });
const exponential = (meanMs: number): Record<string, Json> => ({ serviceTime: { distribution: "exponential", meanMs } });

function formIn(consumer: Record<string, Json>, queue: Record<string, Json> = {}, producer: Record<string, Json> = poisson(80)) {
  return closedFormOf(flowOf(designOf({ p: ["producer", producer], q: ["queue", queue], c: ["consumer", consumer], s: SINK }, ["p > q", "q > c", "c > s"])), "c");
}

describe("which consumers have a closed form", () => {
  it("F2 names the model and gives its wait", () => {
    expect(formIn(exponential(10))).toMatchObject({ model: "M/M/1", arrivalsPerSecond: 80, utilization: 0.8, waitMeanMs: expect.closeTo(40, 9) });
    expect(formIn({ ...exponential(10), replicas: 2, concurrency: 2 })).toMatchObject({ model: "M/M/4", utilization: 0.2 });
    expect(formIn({ serviceTime: { distribution: "constant", meanMs: 10 } })).toMatchObject({ model: "M/D/1", waitMeanMs: expect.closeTo(20, 9) });
    expect(formIn({ serviceTime: { distribution: "lognormal", meanMs: 10, cv: 2 } })).toMatchObject({ model: "M/G/1", waitMeanMs: expect.closeTo(100, 9) });
  });

  it("F2 gives none where something happens that the formula does not know", () => {
    expect(formIn({ ...exponential(10), failureRate: 0.1 })).toBeNull();
    expect(formIn({ ...exponential(10), timeoutMs: 50 })).toBeNull();
    expect(formIn(exponential(10), { maxLength: 5 })).toBeNull();
    expect(formIn(exponential(10), { rateLimit: { max: 100, durationMs: 1000 } })).toBeNull();
    expect(formIn(exponential(10), {}, { arrivals: { process: "constant", ratePerSecond: 80 } })).toBeNull();
    expect(formIn({ serviceTime: { distribution: "constant", meanMs: 10 }, replicas: 2 })).toBeNull();
    // Unstable: no steady state.
    expect(formIn(exponential(13))).toBeNull();
  });

  it("F2 adds Poisson streams up, and follows what leaves M/M/c to the next station (Burke, Jackson)", () => {
    const design = designOf(
      { p: ["producer", poisson(30)], r: ["producer", poisson(50)], a: ["consumer", exponential(10)], b: ["consumer", { ...exponential(5) }], d: ["consumer", { serviceTime: { distribution: "constant", meanMs: 5 } }], e: ["consumer", exponential(5)] },
      ["p > q", "r > q", "q > a", "a > b", "b > d", "d > e"],
    );
    const flow = flowOf({ ...design, nodes: [...design.nodes, { id: "q", kind: "queue", position: { x: 0, y: 0 } }] });
    expect(closedFormOf(flow, "a")).toMatchObject({ model: "M/M/1", arrivalsPerSecond: 80 });
    expect(closedFormOf(flow, "b")).toMatchObject({ model: "M/M/1", arrivalsPerSecond: 80, utilization: 0.4 });
    expect(closedFormOf(flow, "d")).toMatchObject({ model: "M/D/1", arrivalsPerSecond: 80 });
    // What leaves M/D/1 is not Poisson.
    expect(closedFormOf(flow, "e")).toBeNull();
  });
});
