import { describe, expect, it } from "vitest";
import { designOf, service, SINK } from "../../tests/support/designs.ts";
import { predict } from "../../tests/support/run.ts";

/** Probability that all c of c servers are busy, by Erlang's formula C; a = offered load. */
function erlangC(servers: number, offered: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k++) sum += term *= offered / k;
  term *= offered / servers;
  const queue = (term * servers) / (servers - offered);
  return queue / (sum + queue);
}

describe("S2 a database in a forecast", () => {
  it.each([1, 2, 5])("S2 a pool of %i is M/M/c: its waits are those of Erlang's formula", async (pool) => {
    const offered = 0.7 * pool;
    const rate = (offered * 1000) / 20;
    const design = designOf(
      {
        p: ["producer", { arrivals: { process: "poisson", ratePerSecond: rate } }],
        c: service(0, { concurrency: 1000 }),
        db: ["database", { pool, readTime: { distribution: "exponential", meanMs: 20 } }],
        s: SINK,
      },
      ["p > c", ["c.call > db.call", { timeoutMs: 1_000_000 }], "c > s"],
    );
    const { nodes, ledger } = await predict(design, { forMs: 500_000 });
    const wait = (erlangC(pool, offered) * 20) / (pool * 0.3);
    expect(nodes.db?.waitMs.mean).toBeGreaterThan(wait * 0.8);
    expect(nodes.db?.waitMs.mean).toBeLessThan(wait * 1.2);
    expect(nodes.db?.utilization).toBeCloseTo(0.7, 1);
    expect(nodes.db?.serviceMs.mean).toBeCloseTo(20, 0);
    // The call is part of the caller's service (rule C5).
    expect(nodes.c?.serviceMs.mean).toBeCloseTo((nodes.db?.serviceMs.mean ?? 0) + (nodes.db?.waitMs.mean ?? 0), 1);
    expect(ledger).toMatchObject({ balanced: true, inFlight: 0 });
  }, 30_000);

  it("S1 the hit ratio of an LRU cache on Zipf keys is Che's approximation", async () => {
    const design = designOf(
      {
        p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 100 }, key: { mode: "zipf", count: 1000, exponent: 1 } }],
        c: service(1, { concurrency: 100 }),
        cache: ["cache", { capacity: 100 }],
        db: ["database", {}],
        s: SINK,
      },
      ["p > c", "c.call > cache.call", "cache.origin > db.call", "c > s"],
    );
    const { nodes } = await predict(design, { forMs: 500_000 });
    expect(nodes.cache?.hitRatio).toBeCloseTo(che(1000, 1, 100), 2);
    expect(nodes.db?.in).toBe(Math.round((1 - (nodes.cache?.hitRatio ?? 0)) * (nodes.cache?.in ?? 0)));
  });
});

/** Che, Tung and Wang (2002): a key is hit with probability 1 − e^(−p·T), where T makes the expected number of keys held the capacity. */
function che(keys: number, exponent: number, capacity: number): number {
  const weights = Array.from({ length: keys }, (_, k) => (k + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = (time: number): number => weights.reduce((sum, weight) => sum + 1 - Math.exp((-weight / total) * time), 0);
  let [low, high] = [0, 1e9];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (held(middle) < capacity) low = middle;
    else high = middle;
  }
  return weights.reduce((sum, weight) => sum + (weight / total) * (1 - Math.exp((-weight / total) * low)), 0);
}
