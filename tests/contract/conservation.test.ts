import fc from "fast-check";
import { expect } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import type { Design } from "../../design/document/schema.ts";
import { eventsAccounted, eventsMade } from "../../engine/contract/ledger.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 16;
/** Random designs, all in one live run. */
const DESIGNS = 12;

const queueSettings = fc.record(
  {
    attempts: fc.integer({ min: 1, max: 4 }),
    backoff: fc.record({ type: fc.constantFrom("fixed", "exponential"), delayMs: fc.constantFrom(0, 5, 40), jitter: fc.constantFrom(0, 0.5) }),
    order: fc.constantFrom("fifo", "lifo"),
    rateLimit: fc.record({ max: fc.integer({ min: 4, max: 20 }), durationMs: fc.constantFrom(50, 100) }),
    delayMs: fc.constantFrom(0, 0, 60),
  },
  { requiredKeys: ["backoff"] },
);
const bound = fc.record(
  {
    maxLength: fc.integer({ min: 1, max: 6 }),
    overflow: fc.constantFrom("block", "drop-head", "reject-publish", "reject-publish-dlx"),
    ttlMs: fc.constantFrom(40, 300),
    deduplicate: fc.record({ by: fc.constant("id"), windowMs: fc.constantFrom(10, 500) }),
  },
  { requiredKeys: ["overflow"] },
);
const share = fc.constantFrom(0, 0, 0.2, 0.5);
const consumerSettings = fc.record({
  concurrency: fc.constantFrom(1, 4),
  serviceTime: fc.record({ distribution: fc.constant("exponential"), meanMs: fc.constantFrom(0, 3, 15) }),
  failureRate: share,
  permanentFailureRate: share,
  emits: fc.constantFrom(0, 1, 1, 2),
});
const producerSettings = fc.record({
  arrivals: fc.record({ process: fc.constantFrom("constant", "poisson"), ratePerSecond: fc.constantFrom(20, 80) }),
  limit: fc.constant({ count: EVENTS }),
  payload: fc.constant({ way: "{{int 1 3}}" }),
  whenRefused: fc.constantFrom("block", "drop", "buffer"),
  bufferLimit: fc.constant(3),
});
const ports = fc.subarray(["first.deadLetter > d", "c.failed > second", "c.failed > d", "second.deadLetter > e", "r.default > t", "p1 > second", "f.rejected > t"]);

/** Two sources, a router, a filter, two stages, and every way of losing, copying and giving up an event. */
const design: fc.Arbitrary<Design> = fc
  .record({ p1: producerSettings, p2: producerSettings, first: queueSettings, second: queueSettings, bounds: fc.option(fc.tuple(bound, bound), { freq: 2 }), c: consumerSettings, last: consumerSettings, ports })
  .map(({ p1, p2, first, second, bounds, c, last, ports: drawn }) =>
    designOf(
      {
        p1: ["producer", p1],
        p2: ["producer", p2],
        r: ["router", { mode: "all", rules: [{ port: "low", when: "event.data.way < 3" }, { port: "high", when: "event.data.way == 2" }] }],
        f: ["filter", { when: "event.data.way > 1" }],
        first: ["queue", { ...first, ...bounds?.[0] } as never],
        c: ["consumer", c],
        second: ["queue", { ...second, ...bounds?.[1] } as never],
        last: ["consumer", last],
        s: SINK,
        t: SINK,
        d: DEAD_LETTER,
        e: DEAD_LETTER,
      },
      ["p1 > first", "p2 > r", "r.low > first", "r.high > f", "f > second", "first > c", "c > second", "second > last", "last > s", ...drawn],
    ),
  )
  .filter((each) => checkDesign(each).every((problem) => problem.severity !== "error"));

/** Nothing in it depends on who comes first. */
function isDetermined({ nodes }: Design): boolean {
  return nodes.every(({ kind, settings = {} }) => kind !== "queue" || ["maxLength", "ttlMs", "deduplicate"].every((each) => settings[each] === undefined));
}

const contended: Scenario = {
  title: "Q7 emitters in two processes that make room in one queue drop each event once",
  design: designOf(
    { p: evenly(300, 150), p2: evenly(100, 50), a: service(0, { emits: 8, concurrency: 4 }), q: ["queue", { maxLength: 3, overflow: "drop-head" }], c: service(1, { coldStartMs: 400, concurrency: 4 }), s: SINK, d: DEAD_LETTER },
    ["p > q", "p2 > a", "a > q", "q > c", "c > s", "q.deadLetter > d"],
  ),
  check(outcome) {
    expect(outcome.ledger).toMatchObject({ produced: 200, copies: 7 * 50, dropped: {} });
    expect(outcome.ledger.delivered + outcome.ledger.deadLettered).toBe(550);
    expect(outcome.node("d").in).toBe(outcome.ledger.deadLettered);
    expect(outcome.ledger.deadLettered).toBeGreaterThan(50);
  },
};

const SCENARIOS = fc.sample(design, { numRuns: DESIGNS, seed: 4 }).map(
  (each, index): Scenario => ({
    title: `E4 design ${index + 1}: its part of the books closes`,
    design: each,
    check({ ledger }) {
      expect(ledger.produced).toBe(2 * EVENTS);
      expect(eventsMade(ledger)).toBe(eventsAccounted(ledger));
    },
    compare: isDetermined(each) ? (forecast, live) => expect(live.ledger).toEqual(forecast.ledger) : undefined,
  }),
);

const topicSettings = fc.record({ partitions: fc.integer({ min: 1, max: 5 }), unkeyed: fc.constantFrom("sticky", "round-robin"), retentionMs: fc.constantFrom(200, 604_800_000) });
const reading = fc.record({
  replicas: fc.integer({ min: 1, max: 3 }),
  concurrency: fc.integer({ min: 1, max: 2 }),
  serviceTime: fc.record({ distribution: fc.constant("exponential"), meanMs: fc.constantFrom(0, 3, 15) }),
  failureRate: share,
  emits: fc.constantFrom(0, 1, 1, 2),
  commit: fc.constantFrom("at-least-once", "at-most-once"),
  offsetReset: fc.constantFrom("earliest", "latest"),
});
const topicPorts = fc.subarray(["a.failed > d", "b > second", "p > unread", "q > b"]);

/** A topic that groups read alone or together, another behind a bounded queue, and every way of losing and copying that topics have. */
const topicDesign: fc.Arbitrary<Design> = fc
  .record({ p: producerSettings, keys: fc.constantFrom("none", "uniform"), first: topicSettings, second: topicSettings, a: reading, b: reading, c: reading, groupNumber: fc.option(fc.nat(1_000_000)), assignor: fc.constantFrom("range", "round-robin", "sticky", "cooperative-sticky"), ports: topicPorts })
  .map(({ p, keys, first, second, a, b, c, groupNumber, assignor, ports: drawn }) => {
    const group = { assignor, ...(groupNumber === null ? {} : { group: `g${groupNumber}` }) };
    return designOf(
      {
        p: ["producer", { ...p, key: keys === "none" ? { mode: "none" } : { mode: "uniform", count: 7 } } as never],
        first: ["topic", first],
        a: ["consumer", { ...a, ...group } as never],
        b: ["consumer", { ...b, ...group } as never],
        q: ["queue", { maxLength: 4 }],
        second: ["topic", second],
        c: ["consumer", c],
        unread: ["topic"],
        s: SINK,
        d: DEAD_LETTER,
      },
      ["p > first", "first > a", "first > b", "a > q", "b > s", "second > c", "c > s", ...(drawn.includes("q > b") ? drawn : [...drawn, "q > c"])],
    );
  })
  .filter((each) => checkDesign(each).every((problem) => problem.severity !== "error"));

const TOPICS = fc.sample(topicDesign, { numRuns: DESIGNS, seed: 9 }).map(
  (each, index): Scenario => ({
    title: `E4 T3 topics ${index + 1}: their part of the books closes`,
    design: each,
    check({ ledger }) {
      expect(ledger.produced).toBe(EVENTS);
      expect(eventsMade(ledger)).toBe(eventsAccounted(ledger));
    },
    // What is not too old everywhere is so on both.
    compare: each.nodes.every(({ kind, settings }) => kind !== "topic" || settings?.retentionMs !== 200) ? (forecast, live) => expect(live.ledger).toEqual(forecast.ledger) : undefined,
  }),
);

onBoth(bothExecutors(), [contended, ...SCENARIOS, ...TOPICS]);
