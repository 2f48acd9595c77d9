import { expect } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const EVENTS = 12;
const source = evenly(100, EVENTS, { payload: { n: "{{seq}}" }, headers: { n: "{{seq}}", region: "eu", "x-own": 1 } });
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
/** Numbers of the events, from 0, whose payload meets a condition. */
const where = (holds: (n: number) => boolean): number[] => upTo(EVENTS).filter((i) => holds(i + 1));
const even = (n: number): boolean => n % 2 === 0;
/** `order.even.1`, `order.odd.2`, … */
const BY_PARITY = "'order.' + (event.data.n % 2 == 0 ? 'even' : 'odd') + '.' + string(event.data.n)";

type Binding = readonly [string, Record<string, Json>];

/** A producer, an exchange, queues a and b with a consumer and sink each (sa, sb), and a sink for what no binding takes. */
function routed(settings: Record<string, Json>, bindings: readonly Binding[], more: readonly string[] = []): Design {
  const nodes = { p: source, x: ["exchange", settings] as const, a: ["queue"] as const, b: ["queue"] as const, ca: service(1), cb: service(1), sa: SINK, sb: SINK, other: SINK };
  return designOf(nodes, ["p > x", "a > ca", "b > cb", "ca > sa", "cb > sb", ...bindings, ...more]);
}

const SCENARIOS: Scenario[] = [
  {
    title: "X1 E4 direct: the key itself; what no binding takes is dropped as unroutable (X2)",
    design: routed({ type: "direct", routingKey: "event.data.n % 3 == 0 ? 'c' : event.data.n % 2 == 0 ? 'a' : 'b'" }, [["x > a", { bindingKey: "a" }], ["x > b", { bindingKey: "b" }]]),
    check(outcome) {
      expect(outcome.order("sa")).toEqual(where((n) => n % 3 !== 0 && even(n)));
      expect(outcome.order("sb")).toEqual(where((n) => n % 3 !== 0 && !even(n)));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, delivered: 8, copies: 0, dropped: { unroutable: 4 } });
    },
  },
  {
    title: "X1 fanout: every queue has its copy",
    design: routed({ type: "fanout" }, [["x > a", {}], ["x > b", {}]]),
    check(outcome) {
      expect(outcome.order("sa")).toEqual(upTo(EVENTS));
      expect(outcome.order("sb")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: 2 * EVENTS });
    },
  },
  {
    title: "X1 topic: words; two bindings of one queue deliver once",
    design: routed({ type: "topic", routingKey: BY_PARITY }, [["x > a", { bindingKey: "order.even.*" }], ["x > a", { bindingKey: "#.even.#" }], ["x > a", { bindingKey: "order.*.1" }], ["x > b", { bindingKey: "#.1" }]]),
    check(outcome) {
      expect(outcome.order("sa")).toEqual(where((n) => even(n) || n === 1));
      expect(outcome.order("sb")).toEqual([0]);
      expect(outcome.ledger).toMatchObject({ copies: 1, delivered: 8, dropped: { unroutable: 5 } });
    },
  },
  {
    title: "X1 headers: all or any of them; x- headers do not count by themselves",
    design: routed({ type: "headers" }, [["x > a", { headers: { region: "eu", n: 3, "x-own": 9 } }], ["x > b", { headers: { region: "us", n: 4, "x-own": 1 }, match: "any" }]], ["x.alternate > other"]),
    check(outcome) {
      expect(outcome.order("sa")).toEqual([2]);
      expect(outcome.order("sb")).toEqual([3]);
      expect(outcome.order("other")).toEqual(where((n) => n !== 3 && n !== 4));
    },
  },
  {
    title: "X2 what no binding takes leaves by the alternate port, which may lead to another exchange under the same key",
    design: (() => {
      const design = routed({ type: "direct", routingKey: BY_PARITY }, [["x > a", { bindingKey: "order.odd.1" }], ["y > b", { bindingKey: "order.even.#" }]], ["x.alternate > y"]);
      const y = { id: "y", kind: "exchange", position: { x: 0, y: 0 }, settings: { type: "topic", routingKey: "'another'" } };
      return { ...design, nodes: [...design.nodes, y] };
    })(),
    check(outcome) {
      expect(outcome.order("sa")).toEqual([0]);
      expect(outcome.order("sb")).toEqual(where(even));
      expect(outcome.ledger).toMatchObject({ copies: 0, delivered: 7, dropped: { unroutable: 5 } });
    },
  },
  {
    title: "X1 exchanges bound to exchanges are one publish: a queue gets one copy",
    design: (() => {
      const design = routed({ type: "fanout" }, [["x > a", {}], ["x > y", {}], ["y > a", {}], ["y > b", {}]]);
      return { ...design, nodes: [...design.nodes, { id: "y", kind: "exchange", position: { x: 0, y: 0 }, settings: { type: "fanout" } }] };
    })(),
    check(outcome) {
      expect(outcome.order("sa")).toEqual(upTo(EVENTS));
      expect(outcome.order("sb")).toEqual(upTo(EVENTS));
      expect(outcome.ledger).toMatchObject({ copies: EVENTS, delivered: 2 * EVENTS });
    },
    compare: (forecast, live) => expect(live.fates("sb")).toEqual(forecast.fates("sb")),
  },
  {
    title: "X5 an event bus sends a copy for every rule whose pattern matches",
    design: designOf(
      { p: source, x: ["eventBus"], a: ["queue"], ca: service(1), sa: SINK, sb: SINK, sc: SINK },
      [
        "p > x",
        "a > ca",
        "ca > sa",
        ["x > a", { pattern: { "detail-type": ["event"], detail: { n: [{ numeric: [">", 3, "<=", 6] }] } } }],
        ["x > sb", { pattern: { source: [{ suffix: "p" }], detail: { $or: [{ n: [1] }, { m: [{ exists: true }] }] } } }],
        ["x > sc", { pattern: { detail: { n: [{ "anything-but": [1, 2] }] } } }],
      ],
    ),
    check(outcome) {
      expect(outcome.order("sa")).toEqual([3, 4, 5]);
      expect(outcome.order("sb")).toEqual([0]);
      expect(outcome.order("sc")).toEqual(where((n) => n > 2));
      expect(outcome.ledger).toMatchObject({ copies: 3, delivered: 14, dropped: { unroutable: 1 } });
    },
  },
];

onBoth(bothExecutors(), SCENARIOS);
