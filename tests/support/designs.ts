import type { Design, Json } from "../../design/document/schema.ts";

/** The sample design: Poisson orders, a queue with retries, two billing replicas, a sink and dead letters. */
export function orderPipeline(): Design {
  return {
    format: "spillway",
    version: 1,
    name: "Orders",
    seed: 7,
    nodes: [
      { id: "orders", kind: "producer", name: "Order service", position: { x: 0, y: 0 }, settings: { arrivals: { process: "poisson", ratePerSecond: 100 }, limit: { count: 1000 } } },
      {
        id: "inbox",
        kind: "queue",
        name: "Orders inbox",
        position: { x: 260, y: 0 },
        settings: { attempts: 3, backoff: { type: "exponential", delayMs: 100 }, lockMs: 5000, stalledCheckMs: 5000 },
      },
      {
        id: "billing",
        kind: "consumer",
        name: "Billing",
        position: { x: 520, y: 0 },
        settings: { replicas: 2, concurrency: 1, serviceTime: { distribution: "exponential", meanMs: 15 }, failureRate: 0.15 },
      },
      { id: "paid", kind: "sink", name: "Paid", position: { x: 780, y: -60 } },
      { id: "dead", kind: "deadLetter", name: "Dead letters", position: { x: 780, y: 80 } },
    ],
    edges: [
      { id: "e1", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } },
      { id: "e2", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
      { id: "e3", from: { node: "billing", port: "out" }, to: { node: "paid", port: "in" } },
      { id: "e4", from: { node: "inbox", port: "deadLetter" }, to: { node: "dead", port: "in" } },
    ],
  };
}

type NodeInShort = readonly [kind: string, settings?: Record<string, Json>];

/**
 * A design in short form: nodes by id, edges as `from > to`, with a port where it is not `out` or `in` (`queue.deadLetter > dead`, `orders > pairs.left`).
 * Edges are called e1, e2, … in order; an edge may have settings of its own.
 */
export function designOf(nodes: Record<string, NodeInShort>, edges: readonly (string | readonly [string, Record<string, Json>])[], more: Partial<Design> = {}): Design {
  return {
    format: "spillway",
    version: 1,
    name: "Test",
    seed: 1,
    nodes: Object.entries(nodes).map(([id, [kind, settings = {}]], index) => ({ id, kind, position: { x: index * 260, y: 0 }, settings })),
    edges: edges.map((edge, index) => {
      const [text, settings] = typeof edge === "string" ? [edge, undefined] : edge;
      const [from = "", to = ""] = text.split(">").map((end) => end.trim());
      const [node = "", port = "out"] = from.split(".");
      const [target = "", toPort = "in"] = to.split(".");
      return { id: `e${index + 1}`, from: { node, port }, to: { node: target, port: toPort }, ...(settings ? { settings } : undefined) };
    }),
    ...more,
  };
}

/** A producer of evenly spaced events, so many and no more. */
export function evenly(ratePerSecond: number, count: number, more: Record<string, Json> = {}): NodeInShort {
  return ["producer", { arrivals: { process: "constant", ratePerSecond }, limit: { count }, ...more }];
}

/** A consumer whose service takes the same time for every event. */
export function service(meanMs: number, more: Record<string, Json> = {}): NodeInShort {
  return ["consumer", { serviceTime: { distribution: "constant", meanMs }, ...more }];
}

export const SINK: NodeInShort = ["sink"];
export const DEAD_LETTER: NodeInShort = ["deadLetter"];
