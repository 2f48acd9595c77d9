import type { Design, DesignNode } from "../../design/document/schema.ts";
import type { ObservedQueue } from "../../engine/contract/discovery.ts";
import { STILL_EDGE, STILL_NODE, type EdgeFrame, type Frame, type NodeFrame } from "../../engine/contract/frame.ts";
import { emptyLedgerEntry } from "../../engine/contract/ledger.ts";
import { NO_STATS } from "../../engine/contract/stats.ts";

/**
 * What was seen in a Redis as a frame, so that cards and edges show it as they show a run: depth and rates of each queue, jobs that its
 * workers have in hand, of as many as are drawn. What Redis does not tell (times, errors) stays empty.
 */
export function observedFrame(design: Pick<Design, "nodes" | "edges">, queues: readonly ObservedQueue[], seq: number, atMs: number): Frame {
  const nodes: Record<string, NodeFrame> = {};
  const edges: Record<string, EdgeFrame> = {};
  for (const { queue, consumer, figures } of queues) {
    const { counts, rates } = figures;
    const depth = counts.waiting + counts.prioritized + counts.delayed + counts.waitingChildren;
    nodes[queue] = { ...STILL_NODE, depth, inFlight: counts.active, inPerSecond: rates.addedPerSecond, outPerSecond: rates.donePerSecond };
    const capacity = Math.max(1, counts.active, slotsOf(design.nodes.find(({ id }) => id === consumer)));
    nodes[consumer] = { ...STILL_NODE, inFlight: counts.active, capacity, utilization: counts.active / capacity, inPerSecond: rates.donePerSecond, outPerSecond: rates.donePerSecond };
    const into = design.edges.filter((edge) => edge.to.node === queue);
    for (const edge of into) {
      edges[edge.id] = { ...STILL_EDGE, perSecond: rates.addedPerSecond / into.length };
      nodes[edge.from.node] ??= { ...STILL_NODE, outPerSecond: rates.addedPerSecond / into.length };
    }
    for (const edge of design.edges.filter(({ from }) => from.node === queue || from.node === consumer)) edges[edge.id] = { ...STILL_EDGE, perSecond: rates.donePerSecond };
  }
  return {
    seq,
    atMs,
    intervalMs: 100,
    nodes,
    channels: {},
    edges,
    endToEndMs: NO_STATS,
    ledger: { ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0 },
    processes: [],
    saturated: [],
    sampling: 1,
  };
}

/** Slots that a consumer is drawn with. */
function slotsOf(node: DesignNode | undefined): number {
  const { replicas, concurrency } = node?.settings ?? {};
  return (typeof replicas === "number" ? replicas : 1) * (typeof concurrency === "number" ? concurrency : 1);
}
