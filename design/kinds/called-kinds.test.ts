import { describe, expect, it } from "vitest";
import { checkDesign } from "../checks/check.ts";
import { designOf, evenly, service } from "../../tests/support/designs.ts";
import type { Json } from "../document/schema.ts";

type Settings = Record<string, Json>;

/** A consumer that calls a breaker, a cache behind it and a database behind that, with some settings. */
function chain({ breaker = {}, cache = {}, db = {} }: { breaker?: Settings; cache?: Settings; db?: Settings }) {
  return designOf(
    { p: evenly(1, 1), c: service(1), breaker: ["circuitBreaker", breaker], cache: ["cache", cache], db: ["database", db] },
    ["p > c", "c.call > breaker.call", "breaker.target > cache.call", "cache.origin > db.call"],
  );
}

function balanced(strategy: string, weights: readonly number[]) {
  const edges = weights.map((weight, n): readonly [string, Settings] => [`lb > c${n}`, { weight }]);
  return designOf({ p: evenly(1, 1), lb: ["loadBalancer", { strategy }], ...Object.fromEntries(weights.map((_, n) => [`c${n}`, service(1)])) }, ["p > lb", ...edges]);
}

const said = (design: Parameters<typeof checkDesign>[0]): string[] => checkDesign(design).map(({ severity, message }) => `${severity}: ${message}`);

describe("settings of kinds that are called", () => {
  it("accepts what makes sense", () => {
    expect(said(chain({ db: { consistency: "all", replicationFactor: 1 } }))).toEqual([]);
    expect(said(balanced("weighted", [0, 1]))).toEqual([]);
    expect(said(balanced("round-robin", [0, 0]))).toEqual([]);
  });

  it.each([
    [chain({ breaker: { halfOpenCalls: 0 } }), /^error: breaker: .*at least 1/],
    [chain({ breaker: { failureRate: 0 } }), /^error: breaker: A rate of 0 would open it/],
    [chain({ breaker: { openMs: 0 } }), /^error: breaker: .*at least 1/],
    [chain({ breaker: { window: "count", windowCalls: 5 } }), /^warning: breaker: The window holds 5 calls/],
    [chain({ cache: { capacity: 0 } }), /^error: cache: .*at least 1/],
    [chain({ cache: { ttlMs: 0 } }), /^error: cache: .*at least 1/],
    [chain({ db: { pool: 0 } }), /^error: db: .*at least 1/],
    [chain({ db: { pool: 1000, partitions: 1000 } }), /^error: db: Pool × partitions/],
    [chain({ db: { consistency: "quorum" } }), /^warning: db: A majority of one copy/],
    [chain({ db: { consistency: "quorum", replicationFactor: 2 } }), /^warning: db: A majority of two copies/],
    [balanced("weighted", [0, 0]), /^error: lb: The weights of all its out edges are 0/],
    [balanced("consistent-hash", [0]), /^error: lb: The weights of all/],
    [designOf({ p: evenly(1, 1), c: service(1), b: ["circuitBreaker"] }, ["p > c", "c.call > b.call"]), /^error: b: It protects nothing/],
    [designOf({ p: evenly(1, 1), c: service(1), k: ["cache"] }, ["p > c", "c.call > k.call"]), /^warning: k: It has no origin/],
    [designOf({ p: evenly(1, 1), c: service(1), db: ["database"] }, ["p > c", ["c.call > db.call", { timeoutMs: 0 }]]), /^error: c → db: .*at least 1/],
    [designOf({ p: evenly(1, 1), c: service(1), db: ["database"] }, ["p > c", "c > db.call"]), /^error: c → db: .* carries events, .* takes calls/],
  ])("says of the %#. one what is wrong, and nothing else", (design, pattern) => {
    const problems = said(design);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(pattern);
  });
});
