import { expect } from "vitest";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 40;

const SCENARIOS: Scenario[] = [
  {
    title: "C3 no event emitted: consumed",
    design: designOf({ p: evenly(60, EVENTS), c: service(2, { emits: 0 }), s: SINK }, ["p > c", "c > s"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ consumed: EVENTS, delivered: 0, copies: 0 }),
  },
  {
    title: "C3 a consumer whose port leads nowhere consumes",
    design: designOf({ p: evenly(60, EVENTS), c: service(2) }, ["p > c"]),
    check: (outcome) => expect(outcome.ledger).toMatchObject({ consumed: EVENTS, delivered: 0 }),
  },
  {
    title: "C3 three events emitted for each",
    design: designOf({ p: evenly(40, EVENTS), c: service(2, { emits: 3 }), d: service(1), s: SINK }, ["p > c", "c > d", "d > s"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: 2 * EVENTS, delivered: 3 * EVENTS });
      expect(new Set(outcome.spans("d").map((span) => span.event)).size).toBe(3 * EVENTS);
    },
  },
  {
    title: "C3 G6 the failed port takes what failed for good, the out port the rest",
    design: designOf({ p: evenly(60, EVENTS), c: service(2, { permanentFailureRate: 0.4 }), s: SINK, f: service(1), t: SINK }, ["p > c", "c > s", "c.failed > f", "f > t"]),
    check(outcome) {
      expect(outcome.ledger).toMatchObject({ delivered: EVENTS, failed: 0 });
      expect(outcome.node("s").in + outcome.node("t").in).toBe(EVENTS);
      expect(outcome.node("t").in).toBe(outcome.node("c").errors);
    },
    compare: (forecast, live) => expect(live.node("t").in).toBe(forecast.node("t").in),
  },
  {
    title: "E1 E2 E5 one seed: the same ids, hop by hop, and the same fate for each attempt",
    design: designOf(
      {
        p: evenly(60, EVENTS),
        q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 20, jitter: 0.5 } }],
        c: service(2, { failureRate: 0.3, permanentFailureRate: 0.1, concurrency: 2 }),
        next: service(1, { failureRate: 0.2, concurrency: 2 }),
        s: SINK,
        d: DEAD_LETTER,
      },
      ["p > q", "q > c", "c > next", "q.deadLetter > d", "next > s"],
    ),
    check: (outcome) => expect(new Set(outcome.spans("c").map((span) => span.outcome))).toEqual(new Set(["done", "retried", "failed"])),
    compare(forecast, live) {
      expect(live.fates("c")).toEqual(forecast.fates("c"));
      expect(live.fates("next")).toEqual(forecast.fates("next"));
      expect(live.ledger).toEqual(forecast.ledger);
    },
  },
];

onBoth(bothExecutors(), SCENARIOS);
