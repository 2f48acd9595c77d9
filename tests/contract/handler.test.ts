import { describe, expect, it } from "vitest";
import { MOST_SEEN, SeenIds } from "../../engine/core/seen-ids.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast } from "../support/run.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 40;

/** Orders that are sent several times. */
const repeating = (count: number) => evenly(60, count, { payload: { order: "{{int 1 8}}", seq: "{{seq}}" } });

const handled = (handler: string, more = {}): readonly [string, Record<string, never>] => service(2, { handler, ...more }) as unknown as readonly [string, Record<string, never>];

const SCENARIOS: Scenario[] = [
  {
    title: "C3 C6 a handler decides how many events are emitted, and with which data",
    design: designOf(
      {
        p: evenly(60, EVENTS, { payload: { n: "{{seq}}" } }),
        c: handled("(event) => Array.from({ length: event.data.n % 3 }, (_, i) => ({ n: event.data.n, i }))"),
        r: ["router", { rules: [{ port: "second", when: "event.data.i == 1" }] }],
        first: SINK,
        second: SINK,
      },
      ["p > c", "c > r", "r.default > first", "r.second > second"],
    ),
    check(outcome) {
      // Of 40 events, 13 are divisible by three, 14 leave 1 and 13 leave 2.
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, consumed: 13, delivered: 14 + 2 * 13, copies: 13 });
      expect(outcome.node("second").in).toBe(13);
    },
  },
  {
    title: "C6 E5 what a handler throws fails the attempt, and is tried again; both executors see the same",
    design: designOf(
      {
        p: evenly(60, EVENTS),
        q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 20 } }],
        c: handled("(event) => {\n  if (Math.random() < 0.3) throw new Error('unlucky at ' + Date.now());\n  if (Math.random() < 0.1) throw new PermanentError('never');\n  return event.attempt;\n}"),
        s: SINK,
      },
      ["p > q", "q > c", "c > s"],
    ),
    check(outcome) {
      const fates = outcome.spans("c");
      expect(new Set(fates.map((span) => span.outcome))).toEqual(new Set(["done", "retried", "failed"]));
      expect(fates.find((span) => span.outcome === "retried")?.reason).toMatch(/^Error: unlucky at \d+ \(line 2\)$/);
      expect(fates.some((span) => span.reason === "PermanentError: never (line 3)" && span.outcome === "failed")).toBe(true);
      expect(outcome.ledger.delivered + outcome.ledger.failed).toBe(EVENTS);
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "C6 a handler that never ends fails its events, and the others go on",
    design: designOf({ p: evenly(20, 6, { payload: { n: "{{seq}}" } }), c: handled("(event) => { while (event.data.n === 3) {} return event.data.n; }"), s: SINK }, [["p > c", { attempts: 1 }], "c > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 5, failed: 1 }),
  },
  {
    title: "C4 the same event is processed once, whatever else it carries",
    design: designOf({ p: repeating(EVENTS), c: service(25, { concurrency: 2, idempotent: true, idempotencyKey: "event.data.order" }), s: SINK }, ["p > c", "c > s"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: 8, deduplicated: EVENTS - 8, copies: 0 });
      const repeated = outcome.spans("c").filter((span) => span.outcome === "deduplicated");
      expect(repeated.reduce((sum, span) => sum + span.serviceMs, 0) / repeated.length).toBeLessThan(20);
    },
    compare: (forecast, live) => expect(live.fates("c")).toEqual(forecast.fates("c")),
  },
  {
    title: "C4 events that are processed at the same time are processed once as well",
    design: designOf({ p: repeating(EVENTS), c: service(200, { concurrency: 20, idempotent: true, idempotencyKey: "event.data.order" }), s: SINK }, ["p > c", "c > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 8, deduplicated: EVENTS - 8 }),
  },
  {
    title: "C4 what failed is not remembered: it is tried again",
    design: designOf(
      { p: repeating(EVENTS), c: service(2, { idempotent: true, idempotencyKey: "event.data.order", failureRate: 0.4 }), s: SINK },
      [["p > c", { attempts: 10, backoff: { type: "fixed", delayMs: 10 } }], "c > s"],
    ),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: 8, deduplicated: EVENTS - 8, failed: 0 }),
  },
  {
    title: "C4 without a key the event's own id counts, and no two events share one",
    design: designOf({ p: repeating(EVENTS), c: service(2, { idempotent: true }), s: SINK }, ["p > c", "c > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ delivered: EVENTS, deduplicated: 0 }),
  },
  {
    title: "C4 Q5 what a crashed replica had not processed is processed when it is found",
    design: designOf(
      { p: repeating(20), c: service(20, { replicas: 3, idempotent: true, idempotencyKey: "event.data.seq", crashRate: 0.1 }), s: SINK },
      [["p > c", { lockMs: 400, stalledCheckMs: 300, maxStalled: 20 }], "c > s"],
    ),
    check(outcome) {
      expect(outcome.spans("c").some((span) => span.outcome === "crashed")).toBe(true);
      expect(outcome.ledger).toMatchObject({ delivered: 20, deduplicated: 0 });
    },
  },
];

onBoth(bothExecutors(), SCENARIOS);

describe("handlers before a run", () => {
  it("C6 G5 code that cannot be read keeps the design from running, and every such handler is named", async () => {
    const design = designOf({ p: evenly(60, 1), a: service(1, { handler: "(event) => {" }), b: service(1, { handler: "return }" }), s: SINK }, ["p > a", "a > b", "b > s"]);
    await expect(forecast(design)).rejects.toMatchObject({ code: "design-has-problems", message: expect.stringMatching(/^a: its handler cannot be used: SyntaxError.*\nb: its handler/) });
  });

  it("P6 G5 a cron expression that cannot be read keeps it from running as well", async () => {
    const design = designOf({ n: ["schedule", { cron: "61 * * * *" }], s: SINK }, ["n > s"]);
    await expect(forecast(design)).rejects.toMatchObject({ code: "design-has-problems", message: expect.stringMatching(/^n: its cron expression cannot be used: /) });
  });

  it("C4 a memory is bounded: the oldest are forgotten first", () => {
    const seen = new SeenIds();
    for (let n = 0; n <= MOST_SEEN; n++) expect(seen.remember(`k${n}`, { event: `e${n}`, delivery: 1 }).event).toBe(`e${n}`);
    expect(seen.holder("k0")).toBeUndefined();
    expect(seen.remember("k1", { event: "other", delivery: 2 })).toEqual({ event: "e1", delivery: 1 });
  });
});
