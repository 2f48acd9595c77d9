import { measureOfAction, nodeOfMeasure } from "../alerts/resolve.ts";
import { experimentsOf } from "../chaos/resolve.ts";
import type { Flow, FlowNode } from "../graph/compile.ts";

/** How a node that serves events or calls is made smaller: so many of what serves remain, and each takes so many times as long. */
export interface Capacity {
  readonly replicas: number;
  /** Slots of each replica; connections to each partition of a database. */
  readonly each: number;
  /** Times are multiplied by this: `k · slots now / slots before`, so that the events served in a second are exactly as many. */
  readonly stretch: number;
}

/** Slots that a replica may have. */
const MOST_EACH = 1000;

/** What serves at a node, before. */
interface Servers {
  readonly replicas: number;
  readonly each: number;
  /** The number of replicas means something by itself: an autoscaler, an alert, a crash or a breaker counts them. */
  readonly isPinned: boolean;
}

/**
 * How every node that serves is made smaller by `k`. A topic's readers keep their slots and take k times as long, because a partition is read one
 * event at a time. Nodes that call each other share one stretch, because a call holds its caller's slot. All others lose slots rather than time,
 * as far as whole slots go.
 */
export function capacities(flow: Flow, k: number): ReadonlyMap<string, Capacity> {
  const made = new Map<string, Capacity>();
  for (const cluster of callClusters(flow)) {
    const shared = Math.max(1, largestDivisor(cluster.map((node) => shareable(flow, serversOf(flow, node))).reduce(greatestCommonDivisor, 0), k));
    for (const node of cluster) made.set(node.id, sharedBy(flow, node, shared, k));
  }
  for (const node of flow.consumers) {
    if (made.has(node.id)) continue;
    const servers = serversOf(flow, node);
    made.set(node.id, readsTopic(flow, node.id) ? { replicas: servers.replicas, each: servers.each, stretch: k } : alone(servers, k));
  }
  return made;
}

/** Whether a consumer reads a topic. */
export function readsTopic(flow: Flow, id: string): boolean {
  return [...flow.logs.values()].some(({ readers }) => readers.some(({ node }) => node === id));
}

/** The nodes that are joined by call edges, in groups; only those of which something serves, or whose times matter to those. */
function callClusters(flow: Flow): FlowNode[][] {
  const group = new Map<string, Set<string>>();
  for (const { type, from, to } of flow.edges.values()) {
    if (type !== "call") continue;
    const joined = new Set([...(group.get(from.node) ?? [from.node]), ...(group.get(to.node) ?? [to.node])]);
    for (const id of joined) group.set(id, joined);
  }
  return [...new Set(group.values())].map((ids) => [...ids].flatMap((id) => flow.nodes.get(id) ?? []));
}

function alone({ replicas, each, isPinned }: Servers, k: number): Capacity {
  const left = Math.max(1, Math.round((replicas * each) / k));
  const rows = largestDivisor(left, replicas);
  if (!isPinned && left / rows <= MOST_EACH) return { replicas: rows, each: left / rows, stretch: (k * left) / (replicas * each) };
  const own = Math.max(1, Math.round(each / k));
  return { replicas, each: own, stretch: (k * own) / each };
}

function sharedBy(flow: Flow, node: FlowNode, shared: number, k: number): Capacity {
  const { replicas, each, isPinned } = serversOf(flow, node);
  const stretch = k / shared;
  if (node.role !== "consumer" || each === 0) return { replicas, each, stretch };
  if (isPinned) return { replicas, each: each / shared, stretch };
  const left = (replicas * each) / shared;
  const rows = largestDivisor(left, replicas);
  return { replicas: rows, each: left / rows, stretch };
}

/** What may be divided at a node; 0 where nothing serves, which any number divides. */
function shareable(flow: Flow, { replicas, each, isPinned }: Servers): number {
  return isPinned ? each : replicas * each;
}

function serversOf(flow: Flow, node: FlowNode): Servers {
  switch (node.kind) {
    case "consumer":
      return { replicas: node.settings.replicas, each: node.settings.concurrency, isPinned: isPinned(flow, node.id) };
    case "database":
      return { replicas: 1, each: node.settings.pool, isPinned: true };
    case "webhook":
      return { replicas: 1, each: node.settings.concurrency, isPinned: true };
    default:
      return { replicas: 1, each: node.role === "consumer" ? 1 : 0, isPinned: true };
  }
}

function isPinned(flow: Flow, id: string): boolean {
  if (readsTopic(flow, id) || flow.attachments.some(({ to }) => to.node === id)) return true;
  if (flow.design.alerts?.some(({ actions }) => actions.some(({ scale }) => scale?.node === id))) return true;
  if (flow.design.alerts?.some(({ actions }) => actions.some((action) => nodeOfMeasure(measureOfAction(action)) === id)) === true) return true;
  if (experimentsOf(flow.design).some(({ type, target }) => type === "crash-replica" && "node" in target && target.node === id)) return true;
  return [...flow.edges.values()].some(({ type, from, to }) => type === "call" && from.node === id && flow.nodes.get(to.node)?.kind === "circuitBreaker");
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The largest divisor of a whole number that is not above `most`; `most` itself where there is nothing to divide. */
function largestDivisor(of: number, most: number): number {
  if (of === 0) return most;
  for (let divisor = Math.min(of, most); divisor > 1; divisor--) if (of % divisor === 0) return divisor;
  return 1;
}
