import type { Design } from "../../design/document/schema.ts";

/**
 * producer → queue → consumer → sink; the consumer's handler is a fixed amount of work of some 20 ms, one event at a time in each process. `cpu` on its
 * service time would not do: that is busy until a time has passed, however little of the processor it got.
 */
export function burningHandler(count: number): Design {
  const position = { x: 0, y: 0 };
  return {
    format: "spillway",
    version: 1,
    name: "Burning",
    nodes: [
      { id: "source", kind: "producer", position, settings: { arrivals: { process: "constant", ratePerSecond: 1_000_000 }, limit: { count } } },
      { id: "q", kind: "queue", position },
      { id: "c", kind: "consumer", position, settings: { concurrency: 1, serviceTime: { distribution: "constant", meanMs: 0 }, handler: "function handler() { let n = 0; for (let i = 0; i < 400000; i++) n = (n + i * i) % 1000003; return n; }" } },
      { id: "sink", kind: "sink", position },
    ],
    edges: [
      { id: "in", from: { node: "source", port: "out" }, to: { node: "q", port: "in" } },
      { id: "out", from: { node: "q", port: "out" }, to: { node: "c", port: "in" } },
      { id: "end", from: { node: "c", port: "out" }, to: { node: "sink", port: "in" } },
    ],
  };
}
