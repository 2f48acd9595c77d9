import type { Design, DesignEdge, DesignNode } from "../../design/document/schema.ts";

/** producer → (topic → consumer) × 3 → sink; no service time, so that the hops themselves are what is measured. */
export function threeTopics(count: number, partitions: number): Design {
  const position = { x: 0, y: 0 };
  const consumer = { concurrency: partitions, offsetReset: "earliest", serviceTime: { distribution: "constant", meanMs: 0 } };
  const payload = { order: "{{seq}}", total: "{{int 1 500}}", country: "{{pick DE FR IT}}" };
  const nodes: DesignNode[] = [
    { id: "source", kind: "producer", position, settings: { arrivals: { process: "constant", ratePerSecond: 1_000_000 }, limit: { count }, key: { mode: "uniform", count: 1000 }, payload } },
    { id: "sink", kind: "sink", position },
  ];
  const edges: DesignEdge[] = [];
  let from = { node: "source", port: "out" };
  for (const hop of [1, 2, 3]) {
    nodes.push({ id: `t${hop}`, kind: "topic", position, settings: { partitions } }, { id: `c${hop}`, kind: "consumer", position, settings: consumer });
    edges.push({ id: `in${hop}`, from, to: { node: `t${hop}`, port: "in" } });
    edges.push({ id: `out${hop}`, from: { node: `t${hop}`, port: "out" }, to: { node: `c${hop}`, port: "in" } });
    from = { node: `c${hop}`, port: "out" };
  }
  edges.push({ id: "end", from, to: { node: "sink", port: "in" } });
  return { format: "spillway", version: 1, name: "Three topics", nodes, edges };
}
