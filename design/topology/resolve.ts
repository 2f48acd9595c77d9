import type { Design } from "../document/schema.ts";
import { flowOf, nodeChannelKey, type Flow, type FlowNode } from "../graph/compile.ts";
import type { KindType } from "../kinds/registry.ts";
import { routesFrom, routesOf } from "./routes.ts";
import {
  type NodeOf,
  type Topology,
  type TopologyExchange,
  type TopologyQueue,
  type TopologyService,
  type TopologyStore,
  type TopologyTopic,
} from "./topology.ts";

/** Interprets a design for exporters. Throws an AppError `design-has-problems` when it cannot run (rule G5). */
export function topologyOf(design: Design): Topology {
  const flow = flowOf(design);
  const nodes = [...flow.nodes.values()];
  return {
    design,
    queues: queuesOf(flow),
    topics: nodes.filter(ofKind("topic")).map((node) => topicOf(flow, node)),
    exchanges: nodes.filter(ofKind("exchange", "eventBus")).map((node) => exchangeOf(flow, node)),
    services: nodes.filter(isService).map((node) => serviceOf(flow, node)),
    stores: nodes.filter(ofKind("cache", "database")).map((node) => storeOf(flow, node)),
    steps: nodes.filter(isStep).map((node) => ({ node, sends: routesOf(flow, node) })),
    ends: nodes.filter(ofKind("sink", "deadLetter")),
    zones: design.zones ?? [],
    slos: design.slos ?? [],
  };
}

function ofKind<Kind extends KindType>(...wanted: readonly Kind[]): (node: FlowNode) => node is NodeOf<Kind> {
  return (node): node is NodeOf<Kind> => (wanted as readonly string[]).includes(node.kind);
}

/** What runs as a process of its own: it emits by itself, or takes events from channels. A database keeps what it takes. */
function isService(node: FlowNode): boolean {
  return node.role === "source" || (node.role === "consumer" && node.kind !== "database");
}

function isStep(node: FlowNode): boolean {
  if (node.kind === "exchange" || node.kind === "eventBus" || node.kind === "cache") return false;
  return node.role === "inline" || node.role === "stage" || node.role === "callee";
}

/** Drawn queues, then implicit ones; a stage's own queue is part of the step that it is. */
function queuesOf(flow: Flow): TopologyQueue[] {
  return [...flow.channels.values()]
    .filter((channel) => channel.implicit || flow.nodes.get(channel.id)?.role === "channel")
    .map(({ key, id, name, implicit, settings, consumers }) => ({
      key,
      id,
      name,
      implicit,
      settings,
      readers: consumers.map((reader) => reader.node),
      deadLetters: implicit ? [] : routesFrom(flow, id, "deadLetter"),
    }));
}

function topicOf(flow: Flow, node: NodeOf<"topic">): TopologyTopic {
  const key = nodeChannelKey(node.id);
  const readers = flow.logs.get(key)?.readers ?? [];
  return { key, node, readers: readers.map((reader) => ({ service: reader.node, group: groupOf(flow, reader.node), edge: reader.edge })) };
}

/** The consumer group of a service: its own name for it, else its id. */
function groupOf(flow: Flow, service: string): string {
  const node = flow.nodes.get(service);
  return node?.kind === "consumer" ? (node.settings.group ?? node.id) : service;
}

function exchangeOf(flow: Flow, node: NodeOf<"exchange" | "eventBus">): TopologyExchange {
  return { key: nodeChannelKey(node.id), node, bindings: routesFrom(flow, node.id, "out"), alternate: routesFrom(flow, node.id, "alternate") };
}

function serviceOf(flow: Flow, node: FlowNode): TopologyService {
  const queues = [...flow.channels.values()].flatMap(({ key, consumers }) =>
    consumers.filter((reader) => reader.node === node.id).map((reader) => ({ type: "queue" as const, key, edge: reader.edge })),
  );
  const topics = [...flow.logs.values()].flatMap(({ key, readers }) =>
    readers.filter((reader) => reader.node === node.id).map((reader) => ({ type: "topic" as const, key, edge: reader.edge, group: groupOf(flow, node.id) })),
  );
  const governing = flow.attachments.find((edge) => edge.to.node === node.id);
  const scaler = flow.nodes.get(governing?.from.node ?? "");
  return { node, reads: [...queues, ...topics], sends: routesOf(flow, node), calls: storesCalledBy(flow, node.id), scaler: scaler?.kind === "autoscaler" ? scaler : undefined };
}

function storeOf(flow: Flow, node: NodeOf<"cache" | "database">): TopologyStore {
  const reads = [...flow.channels.values()].filter(({ consumers }) => consumers.some((reader) => reader.node === node.id)).map(({ key }) => key);
  return { node, reads, origins: node.kind === "cache" ? storesCalledBy(flow, node.id) : [] };
}

/** The caches and databases at the other end of a node's call edges, through balancers and breakers. */
function storesCalledBy(flow: Flow, caller: string): string[] {
  const found = new Set<string>();
  const open = [caller];
  const seen = new Set(open);
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const edge of [...(flow.nodes.get(next)?.outs.values() ?? [])].flat()) {
      const callee = edge.type === "call" ? flow.nodes.get(edge.to.node) : undefined;
      if (callee === undefined || seen.has(callee.id)) continue;
      seen.add(callee.id);
      if (callee.kind === "cache" || callee.kind === "database") found.add(callee.id);
      else open.push(callee.id);
    }
  }
  return [...found];
}
