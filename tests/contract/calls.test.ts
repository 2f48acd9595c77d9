import { expect } from "vitest";
import { drawSite, uniform } from "../../engine/core/random.ts";
import { Outages } from "../../engine/kinds/outages.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** A busy machine's part in a live time, ms. */
const LATE_MS = 60;

const constant = (meanMs: number) => ({ distribution: "constant", meanMs });
const once = { attempts: 1 };
/** Connections of the database whose callers crash. */
const POOL = 3;
const CHECKS = { everyMs: 200, unhealthyAfter: 2, healthyAfter: 2 };

/** How many targets are out after each check, when `found` tells what the n-th check of each finds. */
function outAfter(checks: number, ...found: ((n: number, atMs: number) => boolean)[]): number[] {
  const targets = found.map((isWell) => ({ isWell, isIn: true, against: 0 }));
  return Array.from({ length: checks }, (_, index) => {
    for (const target of targets) {
      const isWell = target.isWell(index + 1, (index + 1) * CHECKS.everyMs);
      target.against = isWell === target.isIn ? 0 : target.against + 1;
      if (target.against !== (target.isIn ? CHECKS.unhealthyAfter : CHECKS.healthyAfter)) continue;
      Object.assign(target, { isIn: !target.isIn, against: 0 });
    }
    return targets.filter(({ isIn }) => !isIn).length;
  });
}

/** What was shown after each check, up to the first event: the last frame before the next check, which may tell what was told a moment ago. */
function shownOut(outcome: Outcome, balancer: string, checks: number): (number | undefined)[] {
  const frames = outcome.frames(balancer);
  const times = outcome.result.frames.map(({ atMs }) => atMs);
  return Array.from({ length: checks }, (_, index) => frames[times.findLastIndex((atMs) => atMs < (index + 2) * CHECKS.everyMs)]?.targets?.out);
}

const SCENARIOS: Scenario[] = [
  // The first, because what chance draws for a node follows from its id, and that from the place here.
  {
    title: "R5 checks are made at the times that a timer says, whether or not events or calls come: a target leaves and returns before the first one",
    design: designOf(
      {
        p: evenly(0.3, 1),
        lb: ["loadBalancer", { healthCheck: CHECKS }],
        flaky: service(1, { failureRate: 0.4 }),
        steady: service(1),
        stores: ["loadBalancer", { healthCheck: CHECKS }],
        x: ["database", { failsEveryMs: 700, failoverMs: 700, readTime: constant(1) }],
        y: ["database", { readTime: constant(1) }],
      },
      ["p > lb", "lb > flaky", "lb > steady", "steady.call > stores.call", "stores.target > x.call", "stores.target > y.call"],
    ),
    check(outcome, side) {
      const idOf = (node: string): string => outcome.spans("p")[0]!.node.replace(/p$/, node);
      const outages = new Outages(drawSite(1, idOf("x"), "outage"));
      outages.configure(700, 700);
      const healthSite = drawSite(1, idOf("flaky"), "health");
      const checks = 15;
      const flaky = outAfter(checks, (n) => uniform(healthSite, n, 0, 0) >= 0.4);
      const failing = outAfter(checks, (_, atMs) => !outages.isDown(0, atMs));
      for (const out of [flaky, failing]) expect(out.join("")).toMatch(/0+1+0/);
      // What processes tell is a frame old, and a machine may be late: one check may still show what the one before found.
      for (const [balancer, out] of [["lb", flaky], ["stores", failing]] as const) {
        const shown = shownOut(outcome, balancer, checks);
        if (side === "forecast") expect(shown).toEqual(out);
        else for (const [n, count] of shown.entries()) expect([out[n - 1] ?? 0, out[n]]).toContain(count);
      }
      expect(outcome.moves("e2").length + outcome.moves("e3").length).toBe(1);
    },
  },
  {
    title: "C5 calls are made in order, in the slot, and their time is part of its service",
    design: designOf(
      { p: evenly(100, 10), c: service(20), first: ["database", { readTime: constant(30) }], second: ["database", { writeTime: constant(40) }], s: SINK },
      ["p > c", "c.call > first.call", ["c.call > second.call", { operation: "write" }], "c > s"],
    ),
    check(outcome) {
      const [first, second, own] = [outcome.spans("first"), outcome.spans("second"), outcome.spans("c")];
      expect([first.length, second.length, own.length]).toEqual([10, 10, 10]);
      for (let n = 0; n < 10; n++) {
        expect(first[n]!.root).toBe(own[n]!.root);
        expect(second[n]!.startMs - first[n]!.startMs).toBeCloseTo(30, 5);
        expect(first[n]!.serviceMs).toBeCloseTo(30, 5);
      }
      expect(Math.abs(own.at(-1)!.startMs + own.at(-1)!.serviceMs - 10 - 10 * 90)).toBeLessThan(LATE_MS);
      expect(outcome.moves("e2")).toHaveLength(10);
    },
    compare: (forecast, live) => expect(Math.abs(live.node("c").serviceMs.mean - forecast.node("c").serviceMs.mean)).toBeLessThan(15),
  },
  {
    title: "C5 the caller owns the time-out: a call without an answer fails the attempt, which is tried again",
    design: designOf(
      { p: evenly(10, 3), q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 50 } }], c: service(1, { concurrency: 3 }), db: ["database", { pool: 3, readTime: constant(600) }], dead: DEAD_LETTER },
      ["p > q", "q > c", ["c.call > db.call", { timeoutMs: 100 }], "q.deadLetter > dead"],
    ),
    check(outcome) {
      expect(outcome.spans("c").map((span) => span.outcome).toSorted()).toEqual(["failed", "failed", "failed", "retried", "retried", "retried"]);
      for (const span of outcome.spans("c")) expect(span.reason).toMatch(/_db did not answer within 100 ms/);
      expect(outcome.ledger).toMatchObject({ produced: 3, deadLettered: 3 });
      expect(outcome.node("db")).toMatchObject({ in: 6, out: 0, errors: 6 });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "C5 the caller's own time-out bounds its service and its calls together",
    design: designOf(
      { p: evenly(10, 2), q: ["queue", once], c: service(100, { timeoutMs: 150, concurrency: 2 }), db: ["database", { readTime: constant(200) }], dead: DEAD_LETTER },
      ["p > q", "q > c", "c.call > db.call", "q.deadLetter > dead"],
    ),
    check(outcome) {
      for (const span of outcome.spans("c")) {
        expect(span.reason).toBe("timed out after 150 ms");
        expect(span.serviceMs).toBeGreaterThan(100);
      }
    },
  },
  {
    title: "R4 a breaker opens after enough failures, and then fails calls at once without asking its target",
    design: designOf(
      {
        p: evenly(20, 10),
        q: ["queue", once],
        c: service(1),
        breaker: ["circuitBreaker", { minimumCalls: 4 }],
        db: ["database", { failureRate: 1, readTime: constant(1) }],
        dead: DEAD_LETTER,
      },
      ["p > q", "q > c", "c.call > breaker.call", "breaker.target > db.call", "q.deadLetter > dead"],
    ),
    check(outcome) {
      expect(outcome.node("db")).toMatchObject({ in: 4, errors: 4 });
      expect(outcome.spans("c").map((span) => /is open/.test(span.reason ?? ""))).toEqual([false, false, false, false, true, true, true, true, true, true]);
      expect(outcome.frames("breaker").at(-1)?.breaker).toEqual({ closed: 0, open: 1, halfOpen: 0 });
    },
  },
  {
    title: "R4 every replica has a breaker of its own",
    design: designOf(
      {
        p: evenly(20, 14),
        q: ["queue", once],
        c: service(1, { replicas: 2 }),
        breaker: ["circuitBreaker", { minimumCalls: 4 }],
        db: ["database", { failureRate: 1, readTime: constant(1) }],
        dead: DEAD_LETTER,
      },
      ["p > q", "q > c", "c.call > breaker.call", "breaker.target > db.call", "q.deadLetter > dead"],
    ),
    check(outcome) {
      expect(outcome.node("db").in).toBe(8);
      expect(outcome.frames("breaker").at(-1)?.breaker).toEqual({ closed: 0, open: 2, halfOpen: 0 });
    },
  },
  {
    title: "R5 round robin takes targets in turn, of events and of calls",
    design: designOf(
      {
        p: evenly(20, 9),
        lb: ["loadBalancer"],
        a: service(1),
        b: service(1),
        c: service(1),
        stores: ["loadBalancer"],
        x: ["database", { readTime: constant(1) }],
        y: ["database", { readTime: constant(1) }],
        s: SINK,
      },
      ["p > lb", "lb > a", "lb > b", "lb > c", "a.call > stores.call", "b.call > stores.call", "c.call > stores.call", "stores.target > x.call", "stores.target > y.call", "a > s", "b > s", "c > s"],
    ),
    check(outcome) {
      expect(outcome.order("a")).toEqual([0, 3, 6]);
      expect(outcome.order("b")).toEqual([1, 4, 7]);
      expect(outcome.order("c")).toEqual([2, 5, 8]);
      expect([outcome.node("x").in, outcome.node("y").in]).toEqual([5, 4]);
      expect(outcome.node("stores")).toMatchObject({ in: 9, out: 9, errors: 0 });
    },
  },
  {
    title: "R5 E5 by weight, at random and by key both executors choose the same targets",
    design: designOf(
      {
        p: evenly(40, 40, { key: { mode: "uniform", count: 6 } }),
        weighted: ["loadBalancer", { strategy: "weighted" }],
        random: ["loadBalancer", { strategy: "random" }],
        hash: ["loadBalancer", { strategy: "consistent-hash" }],
        w1: service(1),
        w2: service(1),
        r1: service(1),
        r2: service(1),
        h1: service(1),
        h2: service(1),
      },
      [
        "p > weighted",
        "p > random",
        "p > hash",
        ["weighted > w1", { weight: 3 }],
        "weighted > w2",
        "random > r1",
        "random > r2",
        "hash > h1",
        "hash > h2",
      ],
    ),
    check(outcome) {
      expect([outcome.node("w1").in, outcome.node("w2").in]).toEqual([30, 10]);
      expect(outcome.node("r1").in + outcome.node("r2").in).toBe(40);
      expect(outcome.node("r1").in).toBeGreaterThan(8);
      expect(outcome.node("h1").in + outcome.node("h2").in).toBe(40);
    },
    compare(forecast, live) {
      for (const node of ["w1", "w2", "r1", "r2", "h1", "h2"]) expect(live.order(node)).toEqual(forecast.order(node));
    },
  },
  {
    title: "R5 the shortest queue keeps events from a consumer that does not keep up",
    design: designOf({ p: evenly(40, 40), lb: ["loadBalancer", { strategy: "shortest-queue" }], slow: service(400), fast: service(10) }, ["p > lb", "lb > slow", "lb > fast"]),
    check(outcome) {
      expect(outcome.node("slow").in + outcome.node("fast").in).toBe(40);
      expect(outcome.node("slow").in).toBeLessThan(9);
      expect(outcome.node("slow").in).toBeGreaterThan(0);
    },
  },
  {
    title: "R5 a target that fails its health checks leaves",
    design: designOf(
      { p: evenly(20, 30), lb: ["loadBalancer", { healthCheck: { everyMs: 200, unhealthyAfter: 2, healthyAfter: 1 } }], bad: service(1, { failureRate: 1 }), good: service(1) },
      ["p > lb", ["lb > bad", once], ["lb > good", once]],
    ),
    check(outcome) {
      // In turn until the second failed check at 400 ms: events at 50, 150, 250 and 350 ms.
      expect(outcome.order("bad")).toEqual([0, 2, 4, 6]);
      expect(outcome.node("good").in).toBe(26);
    },
  },
  {
    title: "C2 C5 E4 a replica that crashes gives up the calls of all its slots: their connections are free again, and what they were for is delivered again",
    design: designOf(
      {
        p: evenly(20, 30),
        q: ["queue", { lockMs: 600, stalledCheckMs: 300, maxStalled: 50 }],
        c: service(10, { replicas: 20, concurrency: 4, crashRate: 0.2 }),
        db: ["database", { pool: POOL, readTime: constant(120) }],
        s: SINK,
      },
      ["p > q", "q > c", ["c.call > db.call", { timeoutMs: 5000 }], "c > s"],
    ),
    check(outcome, side) {
      const givenUp = outcome.spans("db").filter((span) => span.reason === "the caller crashed");
      // More than there are connections: none could be used at the end if they were kept.
      expect(givenUp.filter((span) => span.serviceMs > 0).length).toBeGreaterThan(side === "forecast" ? POOL : 0);
      expect(outcome.node("db")).toMatchObject({ in: 30 + givenUp.length, out: 30, errors: givenUp.length });
      expect(outcome.frames("db").at(-1)).toMatchObject({ inFlight: 0, depth: 0 });
      // A slot that crashes by itself has not called yet; those beside it had.
      const crashed = outcome.spans("c").filter((span) => span.outcome === "crashed");
      expect(crashed.length).toBeGreaterThan(givenUp.length);
      expect(outcome.node("q").stalls).toBe(crashed.length);
      expect(outcome.ledger).toMatchObject({ produced: 30, delivered: 30, failed: 0, inFlight: 0 });
    },
  },
  {
    title: "R4 after its open time a breaker lets so many probes through, and opens anew when they fail",
    design: designOf(
      {
        p: evenly(20, 30),
        q: ["queue", once],
        c: service(1),
        breaker: ["circuitBreaker", { minimumCalls: 4, openMs: 425, halfOpenCalls: 2 }],
        db: ["database", { failureRate: 1, readTime: constant(1) }],
        dead: DEAD_LETTER,
      },
      ["p > q", "q > c", "c.call > breaker.call", "breaker.target > db.call", "q.deadLetter > dead"],
    ),
    check(outcome) {
      let [asked, left, openUntilMs] = [0, 4, 0];
      for (const span of outcome.spans("breaker")) {
        const isOpen = span.startMs < openUntilMs;
        expect(/is open/.test(span.reason ?? "")).toBe(isOpen);
        if (isOpen) continue;
        asked++;
        if (--left > 0) continue;
        openUntilMs = span.startMs + span.serviceMs + 425;
        left = 2;
      }
      expect(asked).toBeGreaterThan(5);
      expect(outcome.node("db")).toMatchObject({ in: asked, errors: asked });
    },
  },
  {
    title: "R5 least connections sends calls where the fewest are open",
    design: designOf(
      {
        p: evenly(40, 40),
        c: service(1, { concurrency: 20 }),
        lb: ["loadBalancer", { strategy: "least-connections" }],
        slow: ["database", { readTime: constant(200) }],
        fast: ["database", { readTime: constant(10) }],
      },
      ["p > c", "c.call > lb.call", "lb.target > slow.call", "lb.target > fast.call"],
    ),
    // While a call is open at the slow one the fast one has none: the slow one gets a call in some 200 ms. Late events come in flocks.
    check(outcome, side) {
      expect(outcome.node("slow").in + outcome.node("fast").in).toBe(40);
      expect(outcome.node("slow").in).toBeGreaterThan(2);
      expect(outcome.node("slow").in).toBeLessThan(side === "forecast" ? 7 : 18);
    },
  },
  {
    title: "R5 a target whose replicas are down fails its checks, and leaves",
    design: designOf(
      { p: evenly(4, 10), lb: ["loadBalancer", { healthCheck: { everyMs: 500, unhealthyAfter: 2 } }], dead: service(1, { crashRate: 1 }), well: service(1) },
      ["p > lb", ["lb > dead", { ...once, lockMs: 400, stalledCheckMs: 200, maxStalled: 0, ttlMs: 600 }], "lb > well"],
    ),
    check(outcome) {
      // In turn until the second failed check at 1,000 ms: events at 250 and 750 ms, of which the first crashes and the second expires.
      expect(outcome.moves("e2").map(({ atMs }) => atMs)).toEqual([250, 750]);
      expect(outcome.moves("e3")).toHaveLength(8);
      expect(outcome.frames("lb").at(-1)?.targets).toEqual({ in: 1, out: 1 });
      expect(outcome.ledger).toMatchObject({ produced: 10, consumed: 8, failed: 1, dropped: { expired: 1 } });
    },
  },
];

onBoth(sides, SCENARIOS);
