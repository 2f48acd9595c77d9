import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { instability, loadsOf } from "./stability.ts";
import { Wiring } from "./wiring.ts";

/** Loads when 100 events a second come in. */
function loads(consumer: Record<string, Json>, edge: Record<string, Json> = {}) {
  const design = designOf({ p: evenly(100, 10), t: ["topic", { partitions: 3 }], c: service(25, consumer), d: service(1), s: SINK }, ["p > t", ["t > c", edge], "t > d", "c > s", "d > s"]);
  return loadsOf(new Wiring(flowOf(design), 1), () => 100);
}

describe("F3 T3 the load of a group", () => {
  it("F3 T3 counts as many slots as there are partitions to keep them busy", () => {
    expect(loads({ replicas: 1, concurrency: 2 })[0]).toMatchObject({ slots: 2, utilization: 1.25 });
    expect(loads({ replicas: 5, concurrency: 4 })[0]).toMatchObject({ slots: 3, utilization: 2.5 / 3 });
    expect(loads({ replicas: 2, concurrency: 4 })[0]).toMatchObject({ slots: 3 });
    expect(loads({ replicas: 2, concurrency: 1 })[0]).toMatchObject({ slots: 2 });
  });

  it("F3 says which group cannot keep up, and of none that can", () => {
    expect(instability(loads({ concurrency: 2 })).map(({ node }) => node)).toEqual(["c"]);
    expect(instability(loads({ concurrency: 3 }))).toEqual([]);
  });

  it("F3 T3 counts the attempts that the edge allows", () => {
    expect(loads({ concurrency: 3, failureRate: 0.5 }, { attempts: 2 })[0]?.attempts).toBe(1.5);
  });
});
