import { expect } from "vitest";
import { drawSite } from "../../engine/core/random.ts";
import { Outages } from "../../engine/kinds/outages.ts";
import { DEAD_LETTER, designOf, evenly, service } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

/** A busy machine's part in a live time, ms. */
const LATE_MS = 60;

const constant = (meanMs: number) => ({ distribution: "constant", meanMs });
const once = { attempts: 1 };
const ONE_KEY = { key: { mode: "uniform", count: 1 } };

const SCENARIOS: Scenario[] = [
  {
    title: "S1 the hit ratio follows from keys and capacity, and is the same on both",
    design: designOf(
      {
        p: evenly(50, 60, { key: { mode: "zipf", count: 8, exponent: 1 } }),
        c: service(1),
        cache: ["cache", { capacity: 3 }],
        db: ["database", { readTime: constant(2) }],
      },
      ["p > c", "c.call > cache.call", "cache.origin > db.call"],
    ),
    check(outcome) {
      const { hitRatio } = outcome.node("cache");
      expect(outcome.node("db").in).toBe(Math.round(60 * (1 - hitRatio!)));
      expect(hitRatio).toBeGreaterThan(0.2);
      expect(hitRatio).toBeLessThan(0.9);
    },
    compare: (forecast, live) => expect(live.node("cache").hitRatio).toBe(forecast.node("cache").hitRatio),
  },
  {
    title: "S2 events that are sent to a database are stored: each is a write that waits for a connection",
    design: designOf({ p: evenly(100, 5), db: ["database", { pool: 1, writeTime: constant(50) }] }, ["p > db"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: 5, consumed: 5 });
      const spans = outcome.spans("db");
      expect(Math.abs(spans[4]!.startMs + spans[4]!.serviceMs - 10 - 250)).toBeLessThan(LATE_MS);
    },
  },
  {
    title: "S2 a hot key makes a hot partition: its calls wait for each other, others do not",
    design: designOf(
      {
        hot: evenly(100, 8, { key: { mode: "uniform", count: 1 } }),
        c: service(1, { concurrency: 8 }),
        one: ["database", { partitions: 64, pool: 1, readTime: constant(40) }],
        spread: evenly(100, 8),
        d: service(1, { concurrency: 8 }),
        many: ["database", { partitions: 64, pool: 1, readTime: constant(40) }],
      },
      ["hot > c", "c.call > one.call", "spread > d", "d.call > many.call"],
    ),
    check(outcome) {
      // Arrivals every 10 ms, answers every 40 ms: waits of 0, 30, 60, … 210 ms.
      expect(Math.abs(outcome.node("one").waitMs.mean - 105)).toBeLessThan(20);
      expect(outcome.node("many").waitMs.mean).toBeLessThan(40);
    },
    compare: (forecast, live) => expect(live.spans("many")).toHaveLength(forecast.spans("many").length),
  },
  {
    title: "S2 with consistency all the slowest replica decides, with one the fastest, with quorum the one between",
    design: designOf(
      {
        p: evenly(40, 20),
        c: service(1, { concurrency: 20 }),
        one: ["database", { replicationFactor: 3, consistency: "one", readTime: { distribution: "exponential", meanMs: 30 } }],
        all: ["database", { replicationFactor: 3, consistency: "all", readTime: { distribution: "exponential", meanMs: 30 } }],
        quorum: ["database", { replicationFactor: 3, consistency: "quorum", readTime: { distribution: "exponential", meanMs: 30 } }],
      },
      ["p > c", "c.call > one.call", "c.call > all.call", "c.call > quorum.call"],
    ),
    // Means of 10, 25 and 55 ms over all events.
    check(outcome) {
      const [one, quorum, all] = ["one", "quorum", "all"].map((node) => outcome.node(node).serviceMs.mean);
      expect(quorum!).toBeGreaterThan(1.4 * one!);
      expect(all!).toBeGreaterThan(1.4 * quorum!);
    },
    compare(forecast, live) {
      for (const node of ["one", "quorum", "all"]) expect(live.node(node).serviceMs.mean).toBeCloseTo(forecast.node(node).serviceMs.mean, 1);
    },
  },
  {
    title: "S2 R4 while a partition fails over its writes are refused and its reads are not; a breaker opens, and closes when a probe is answered",
    design: designOf(
      {
        p: evenly(20, 60),
        q: ["queue", once],
        w: service(1),
        breaker: ["circuitBreaker", { window: "count", windowCalls: 2, minimumCalls: 2, openMs: 130, halfOpenCalls: 1 }],
        r: service(1),
        db: ["database", { replicationFactor: 2, failsEveryMs: 300, failoverMs: 300, readTime: constant(1), writeTime: constant(1) }],
        dead: DEAD_LETTER,
      },
      ["p > q", "q > w", "p > r", ["w.call > breaker.call", { operation: "write" }], "breaker.target > db.call", "r.call > db.call", "q.deadLetter > dead"],
    ),
    check(outcome) {
      expect(outcome.spans("r").map((span) => span.outcome)).toEqual(Array.from({ length: 60 }, () => "consumed"));
      const outages = new Outages(drawSite(1, outcome.spans("db")[0]!.node, "outage"));
      outages.configure(300, 300);
      const writes = new Set(outcome.moves("e5").map(({ event }) => event));
      for (const { event, startMs, reason } of outcome.spans("db")) {
        const isRefused = writes.has(event) && outages.isDown(0, startMs);
        expect(reason?.replace(/^.*: /, "")).toBe(isRefused ? "partition 0 has no primary until its failover is over" : undefined);
      }
      expect(outcome.node("db").in).toBe(60 + writes.size);
      // Up, down until the breaker knows, open, and up again after a probe.
      const fates = outcome.spans("breaker").map(({ outcome: fate, reason = "" }) => (fate === "done" ? "x" : /breaker is open/.test(reason) ? "-" : "f"));
      expect(fates.join("")).toMatch(/xff?-.*-x/);
    },
  },
  {
    title: "S1 an entry ages; read-through takes one look, cache-aside another to put the answer in; a write takes the key out",
    design: designOf(
      {
        p: evenly(5, 8, ONE_KEY),
        c: service(1),
        aging: ["cache", { ttlMs: 500, hitMs: 5, pattern: "read-through" }],
        a: ["database", { readTime: constant(10) }],
        reader: evenly(5, 6, ONE_KEY),
        r: service(1),
        written: ["cache", { hitMs: 5 }],
        b: ["database", { readTime: constant(10), writeTime: constant(10) }],
        writer: evenly(1000 / 700, 1, ONE_KEY),
        w: service(1),
      },
      ["p > c", "c.call > aging.call", "aging.origin > a.call", "reader > r", "r.call > written.call", "written.origin > b.call", "writer > w", ["w.call > written.call", { operation: "write" }]],
    ),
    check(outcome) {
      // Read every 200 ms: kept from 216 ms to 716 ms, from 816 ms to 1,316 ms, and from 1,416 ms.
      expect(outcome.spans("a").map(({ startMs }) => Math.floor(startMs / 200))).toEqual([1, 4, 7]);
      expect(outcome.node("aging").hitRatio).toBe(5 / 8);
      for (const [cache, missMs] of [["aging", 15], ["written", 20]] as const) {
        const times = new Set(outcome.spans(cache).map(({ serviceMs }) => Math.round(serviceMs)));
        expect(times).toEqual(new Set(cache === "aging" ? [5, missMs] : [5, 15, missMs]));
      }
      // Six reads; the write at 700 ms makes the fourth miss as the first did.
      expect(outcome.node("written").hitRatio).toBeCloseTo(4 / 6, 5);
    },
  },
  {
    title: "S1 the least recently or the least frequently used key goes; a fixed hit ratio asks for no keys",
    design: designOf(
      {
        p: ["producer", { arrivals: { process: "trace", events: "aaabca".split("").map((key, n) => ({ atMs: 40 * (n + 1), key })) } }],
        c: service(1),
        lru: ["cache", { capacity: 2 }],
        lfu: ["cache", { capacity: 2, policy: "lfu" }],
        draft: ["producer", { arrivals: { process: "constant", ratePerSecond: 50 }, limit: { count: 40 } }],
        d: service(1),
        fixed: ["cache", { fixedHitRatio: 0.75 }],
      },
      ["p > c", "c.call > lru.call", "c.call > lfu.call", "draft > d", "d.call > fixed.call"],
    ),
    check(outcome) {
      expect(outcome.node("lru").hitRatio).toBeCloseTo(2 / 6, 5);
      expect(outcome.node("lfu").hitRatio).toBeCloseTo(3 / 6, 5);
      // Binomial: 30 of 40, give or take four standard deviations.
      expect(Math.abs(40 * outcome.node("fixed").hitRatio! - 30)).toBeLessThan(11);
    },
    compare: (forecast, live) => expect(live.node("fixed").hitRatio).toBe(forecast.node("fixed").hitRatio),
  },
];

onBoth(bothExecutors(), SCENARIOS);
