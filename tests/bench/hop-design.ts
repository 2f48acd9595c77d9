import type { Design, DesignEdge, DesignNode } from "../../design/document/schema.ts";

/** producer → (queue → consumer) × 3 → sink; no service time, so that the hops themselves are what is measured. */
export function threeHops(count: number, concurrency: number): Design {
  const position = { x: 0, y: 0 };
  const queue = { attempts: 3 };
  const consumer = { concurrency, serviceTime: { distribution: "constant", meanMs: 0 } };
  const nodes: DesignNode[] = [
    { id: "source", kind: "producer", position, settings: { arrivals: { process: "constant", ratePerSecond: 1_000_000 }, limit: { count }, payload: { order: "{{seq}}", total: "{{int 1 500}}", country: "{{pick DE FR IT}}" } } },
    { id: "sink", kind: "sink", position },
  ];
  const edges: DesignEdge[] = [];
  let from = { node: "source", port: "out" };
  for (const hop of [1, 2, 3]) {
    nodes.push({ id: `q${hop}`, kind: "queue", position, settings: queue }, { id: `c${hop}`, kind: "consumer", position, settings: consumer });
    edges.push({ id: `in${hop}`, from, to: { node: `q${hop}`, port: "in" } });
    edges.push({ id: `out${hop}`, from: { node: `q${hop}`, port: "out" }, to: { node: `c${hop}`, port: "in" } });
    from = { node: `c${hop}`, port: "out" };
  }
  edges.push({ id: "end", from, to: { node: "sink", port: "in" } });
  return { format: "spillway", version: 1, name: "Three hops", nodes, edges };
}
