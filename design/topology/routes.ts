import type { Flow, FlowEdge, FlowNode } from "../graph/compile.ts";
import { edgeChannelKey, nodeChannelKey } from "../graph/compile.ts";
import type { Route, Target } from "./topology.ts";

/** The longest chain of steps that is followed; checked designs have no longer one without a cycle. */
const MOST_STEPS = 10_000;

/** Every way that events take from a port of a node to the channels and ends that they reach. */
export function routesFrom(flow: Flow, node: string, port: string): Route[] {
  return (flow.nodes.get(node)?.outs.get(port) ?? []).filter((edge) => edge.type === "event").flatMap((edge) => routesOver(flow, edge));
}

/** Every way that events take from a node, over all its event ports but those by which a channel hands them to its readers. */
export function routesOf(flow: Flow, node: FlowNode): Route[] {
  return [...node.outs.keys()].flatMap((port) => routesFrom(flow, node.id, port));
}

function routesOver(flow: Flow, first: FlowEdge): Route[] {
  const routes: Route[] = [];
  const open: { edge: FlowEdge; steps: Route["steps"]; seen: ReadonlySet<string> }[] = [{ edge: first, steps: [], seen: new Set() }];
  for (let next = open.shift(); next !== undefined && routes.length < MOST_STEPS; next = open.shift()) {
    const { edge, steps, seen } = next;
    const to = flow.nodes.get(edge.to.node);
    if (to === undefined) continue;
    if (!passesOn(to, edge)) {
      routes.push({ from: first.from, edge: first.id, settings: first.settings, steps, to: targetOf(flow, to, edge) });
      continue;
    }
    if (seen.has(to.id)) continue;
    for (const [port, edges] of to.outs)
      for (const out of edges) if (out.type === "event") open.push({ edge: out, steps: [...steps, { node: to, port }], seen: new Set([...seen, to.id]) });
  }
  return routes;
}

/** Whether a node is a step on the way rather than a place that keeps, routes or ends events. */
function passesOn(node: FlowNode, edge: FlowEdge): boolean {
  if (node.kind === "exchange" || node.kind === "eventBus") return false;
  return (node.role === "inline" || node.role === "stage") && edge.type === "event";
}

function targetOf(flow: Flow, to: FlowNode, edge: FlowEdge): Target {
  if (flow.channels.has(edgeChannelKey(edge.id))) return { type: "queue", key: edgeChannelKey(edge.id) };
  if (to.kind === "exchange" || to.kind === "eventBus") return { type: "exchange", key: nodeChannelKey(to.id) };
  if (to.role === "log") return { type: "topic", key: nodeChannelKey(to.id) };
  if (to.role === "channel") return { type: "queue", key: nodeChannelKey(to.id) };
  return { type: "node", key: to.id };
}
