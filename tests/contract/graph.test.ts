import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import type { Design } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 20;
const constant = (meanMs: number) => ({ distribution: "constant", meanMs });
const everyEvent = Array.from({ length: EVENTS }, (_, n) => n);
const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

const SCENARIOS: Scenario[] = [
  {
    title: "G2 an edge from an emitter straight to a consumer is an implicit queue, reported by the edge's id and named from→to",
    design: designOf({ p: evenly(50, EVENTS), first: service(5), second: service(5, { concurrency: 2 }), s: SINK }, ["p > first", "first > second", "second > s"]),
    check(outcome) {
      expect(outcome.channel("e1")).toMatchObject({ name: "p→first", in: EVENTS, out: EVENTS });
      expect(outcome.channel("e2")).toMatchObject({ name: "first→second", in: EVENTS, out: EVENTS });
      expect(outcome.result.report.channels).not.toHaveProperty("s0_e3");
      expect(inOrder(outcome.order("second"))).toEqual(everyEvent);
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: EVENTS });
    },
  },
  {
    title: "G2 an implicit queue has a queue's default settings: three attempts, then failed",
    design: designOf({ p: evenly(100, 5), c: service(2, { failureRate: 1 }), s: SINK }, [["p > c", { backoff: { type: "fixed", delayMs: 20 } }], "c > s"]),
    check(outcome) {
      expect(outcome.node("c")).toMatchObject({ in: 15, errors: 15, retries: 10 });
      expect(outcome.ledger).toMatchObject({ failed: 5, delivered: 0 });
    },
  },
  {
    title: "G2 G6 a failed port may lead to a consumer, through a queue of its own",
    design: designOf(
      { p: evenly(50, EVENTS), q: ["queue", { attempts: 1 }], c: service(2, { failureRate: 1 }), repair: service(2), s: SINK, fixed: SINK },
      ["p > q", "q > c", "c > s", "c.failed > repair", "repair > fixed"],
    ),
    check(outcome) {
      expect(outcome.channel("e4")).toMatchObject({ name: "c→repair", in: EVENTS });
      expect(inOrder(outcome.order("fixed"))).toEqual(everyEvent);
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, failed: 0 });
    },
  },
  {
    title: "G6 n edges from an emitting port copy each event to each of them",
    design: designOf(
      { p: evenly(50, EVENTS), q1: ["queue"], q2: ["queue"], c1: service(3), c2: service(6), c3: service(9), s: SINK },
      ["p > q1", "p > q2", "p > c3", "q1 > c1", "q2 > c2", "c1 > s", "c2 > s", "c3 > s"],
    ),
    check(outcome) {
      for (const consumer of ["c1", "c2", "c3"]) expect(inOrder(outcome.order(consumer))).toEqual(everyEvent);
      // The copies of one event are events of their own.
      expect(new Set(["c1", "c2", "c3"].flatMap((consumer) => outcome.spans(consumer).map((span) => span.event))).size).toBe(3 * EVENTS);
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: 2 * EVENTS, delivered: 3 * EVENTS });
    },
  },
  {
    title: "G6 n edges from a queue's out compete: each event goes over one of them",
    design: designOf(
      { p: evenly(50, EVENTS), q: ["queue"], c1: service(50), c2: service(50), c3: service(50), s: SINK },
      ["p > q", "q > c1", "q > c2", "q > c3", "c1 > s", "c2 > s", "c3 > s"],
    ),
    check(outcome) {
      const shares = ["c1", "c2", "c3"].map((consumer) => outcome.order(consumer));
      expect(inOrder(shares.flat())).toEqual(everyEvent);
      for (const share of shares) expect(share.length).toBeGreaterThanOrEqual(3);
      expect(outcome.ledger).toMatchObject({ copies: 0, delivered: EVENTS });
    },
  },
  {
    title: "G6 a consumer of two queues shares its slots between them",
    design: designOf(
      { p1: evenly(50, EVENTS), p2: evenly(50, EVENTS), q1: ["queue"], q2: ["queue"], c: service(20), s: SINK },
      ["p1 > q1", "p2 > q2", "q1 > c", "q2 > c", "c > s"],
    ),
    check(outcome) {
      expect(outcome.node("c")).toMatchObject({ in: 2 * EVENTS, out: 2 * EVENTS });
      expect(outcome.node("q1").out).toBe(EVENTS);
      expect(outcome.node("q2").out).toBe(EVENTS);
      // One slot: no two services at a time, and so 800 ms for all.
      const spans = outcome.spans("c");
      expect(spans.at(-1)!.startMs - spans[0]!.startMs).toBeGreaterThanOrEqual(700);
      expect(outcome.ledger).toMatchObject({ produced: 2 * EVENTS, delivered: 2 * EVENTS });
    },
    compare: (forecast, live) => expect(Math.abs(live.node("c").waitMs.mean - forecast.node("c").waitMs.mean)).toBeLessThan(40),
  },
  {
    title: "G4 E2 a cycle through a queue runs: what fails goes round, each time as a child of its own, until it succeeds",
    design: designOf(
      { p: evenly(50, EVENTS), q: ["queue", { attempts: 1 }], c: service(2, { failureRate: 0.5 }), s: SINK },
      ["p > q", "q > c", "c > s", "c.failed > q"],
    ),
    check(outcome) {
      const spans = outcome.spans("c");
      expect(spans.length).toBeGreaterThan(EVENTS + 5);
      expect(new Set(spans.map((span) => span.event)).size).toBe(spans.length);
      expect(inOrder(outcome.order("s"))).toEqual(everyEvent);
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: 0, delivered: EVENTS, failed: 0 });
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "G6 a queue's dead-letter port may lead to several places: each gets a copy",
    design: designOf(
      { p: evenly(50, EVENTS), q: ["queue", { attempts: 1 }], c: service(2, { failureRate: 1 }), s: SINK, d1: DEAD_LETTER, d2: DEAD_LETTER },
      ["p > q", "q > c", "c > s", "q.deadLetter > d1", "q.deadLetter > d2"],
    ),
    check(outcome) {
      expect(outcome.node("d1").depth.end).toBe(EVENTS);
      expect(outcome.node("d2").depth.end).toBe(EVENTS);
      expect(outcome.ledger).toMatchObject({ copies: EVENTS, deadLettered: 2 * EVENTS });
    },
  },
  {
    title: "G1 over an event edge the emitter goes on at once, over a call edge it holds its slot until the answer",
    design: designOf(
      {
        p: evenly(100, 6),
        sender: service(1),
        worker: ["consumer", { serviceTime: constant(60), concurrency: 6 }],
        p2: evenly(100, 6),
        caller: service(1),
        db: ["database", { pool: 6, readTime: constant(60) }],
      },
      ["p > sender", "sender > worker", "p2 > caller", "caller.call > db.call"],
    ),
    check(outcome) {
      const tookMs = (node: string): number => outcome.spans(node).at(-1)!.startMs - outcome.spans(node)[0]!.startMs;
      expect(tookMs("sender")).toBeLessThan(5 * 60 - 100);
      expect(tookMs("caller")).toBeGreaterThanOrEqual(5 * 60);
      expect(outcome.node("caller").serviceMs.mean).toBeGreaterThanOrEqual(60);
      expect(outcome.node("sender").serviceMs.mean).toBeLessThan(30);
    },
  },
];

const sides = bothExecutors();
onBoth(sides, SCENARIOS, { timed: true });

/** Everything that is drawn wrong here, and what is said of it. */
const WRONG: readonly [edge: string, sentence: RegExp][] = [
  ["q > s", /q → s: A queue hands its events to consumers/],
  ["s > c", /s → c: s is a sink: a path ends there/],
  ["p > db.call", /p's port out carries events, db's port call takes calls: an edge joins two ports of one type/],
  ["c.call > s", /c's port call carries calls, s's port in takes events/],
  ["a.governs > s", /a → s: /],
  ["q.deadLetter > c.out", /Draw an edge from an out port to an in port/],
];

describe.each(sides)("a design that cannot run, $name", ({ begin }) => {
  /** What a run of it is refused with, a line for each reason. */
  async function refusal(design: Design): Promise<string[]> {
    const error = await begin(design).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "design-has-problems" });
    return (error as Error).message.split("\n");
  }

  it("G1 G5 is refused with every edge that makes no sense, each with the reason, and a setting that is wrong as well", async () => {
    const design = designOf(
      { p: evenly(1, 1), q: ["queue", { priorities: true, order: "lifo" }], c: service(1), db: ["database"], a: ["autoscaler"], s: SINK },
      ["p > q", "q > c", ...WRONG.map(([edge]) => edge)],
    );
    const reasons = await refusal(design);
    for (const [, sentence] of WRONG) expect(reasons).toContainEqual(expect.stringMatching(sentence));
    expect(reasons).toContainEqual(expect.stringMatching(/^q: LIFO and priorities exclude each other/));
    expect(reasons).toHaveLength(WRONG.length + 1);
    // The screen leads to each of them.
    const errors = checkDesign(design).filter(({ severity }) => severity === "error");
    expect(errors.map(({ edge, node }) => edge ?? node ?? "").toSorted()).toEqual(["e3", "e4", "e5", "e6", "e7", "e8", "q"]);
  });

  it("G4 cycles of inline kinds or of calls alone are found before the run", async () => {
    const filter = { when: "true" };
    const design = designOf(
      { p: evenly(1, 1), f: ["filter", filter], g: ["filter", filter], c: service(1), k: ["cache"], l: ["cache"], s: SINK },
      ["p > f", "f > g", "g > f", "p > c", "c.call > k.call", "k.origin > l.call", "l.origin > k.call", "c > s"],
    );
    expect(await refusal(design)).toEqual([expect.stringMatching(/f → g → f is a cycle without a queue/), expect.stringMatching(/k → l → k is a cycle of calls/)]);
  });
});
