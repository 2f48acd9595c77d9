import { checkDesign } from "../checks/check.ts";
import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { implicitQueueSettings, portsOf, settingsOf } from "../document/settings.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../kinds/kind.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import { isKindType, kinds, type KindType, type SettingsOf } from "../kinds/registry.ts";
import { implicitQueueName, isImplicitQueue } from "./implicit-queue.ts";

/** A node with its settings complete. `kind` narrows `settings`. */
export type FlowNode = {
  [Kind in KindType]: {
    readonly id: string;
    readonly name: string;
    readonly kind: Kind;
    readonly role: Role;
    readonly settings: SettingsOf<Kind>;
    /** For every out port that the node has, connected or not, its edges in document order. */
    readonly outs: ReadonlyMap<string, readonly FlowEdge[]>;
  };
}[KindType];

/** An event edge, in document order within its flow. */
export interface FlowEdge {
  readonly id: string;
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
  /** Key of the channel that events on this edge are put into; absent where they are handed on in the same step. */
  readonly channel?: string;
}

/** A consumer that reads a channel, and the edge by which it does: the queue's out edge, or the implicit queue's own. */
export interface ChannelReader {
  readonly node: string;
  readonly edge: string;
}

/** A queue: one that is drawn, or one that an edge from an emitter straight to a consumer stands for (rule G2). */
export interface FlowChannel {
  /** `node:<id>` or `edge:<id>`: nodes and edges may share an id. */
  readonly key: string;
  /** The node's id, or the edge's. */
  readonly id: string;
  readonly name: string;
  readonly implicit: boolean;
  /** The queue node's id, of a drawn queue. */
  readonly node?: string;
  /** The edge's id, of an implicit queue. */
  readonly edge?: string;
  readonly settings: QueueSettings;
  readonly consumers: readonly ChannelReader[];
}

/** A checked design as executors and exporters read it: every default filled in, every reference resolved. */
export interface Flow {
  readonly design: Design;
  readonly seed: number;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly edges: ReadonlyMap<string, FlowEdge>;
  /** By key. */
  readonly channels: ReadonlyMap<string, FlowChannel>;
  readonly sources: readonly FlowNode[];
  readonly consumers: readonly FlowNode[];
}

/** Key of the channel of a queue node. */
export function nodeChannelKey(node: string): string {
  return `node:${node}`;
}

/** Key of the implicit queue that an edge stands for. */
export function edgeChannelKey(edge: string): string {
  return `edge:${edge}`;
}

/** Resolves a design. Throws an AppError `design-has-problems` that lists every error when it cannot run (rule G5). */
export function flowOf(design: Design): Flow {
  const errors = checkDesign(design).filter((problem) => problem.severity === "error");
  if (errors.length > 0) throw new AppError("design-has-problems", errors.map((problem) => problem.message).join("\n"));

  const drawn = new Map(design.nodes.map((node) => [node.id, node]));
  const edges = new Map<string, FlowEdge>();
  const channels = new Map<string, FlowChannel>();
  const implicit: FlowChannel[] = [];
  for (const edge of design.edges) {
    const [from, to] = [drawn.get(edge.from.node), drawn.get(edge.to.node)];
    if (!from || !to) continue;
    const own = isImplicitQueue(edge, from, to) ? implicitChannel(edge, from, to) : undefined;
    if (own !== undefined) implicit.push(own);
    const channel = own?.key ?? (to.kind === "queue" ? nodeChannelKey(to.id) : undefined);
    edges.set(edge.id, { id: edge.id, from: edge.from, to: edge.to, ...(channel === undefined ? {} : { channel }) });
  }

  const nodes = new Map<string, FlowNode>();
  const outs = outsOf(design, edges);
  for (const node of design.nodes) {
    const resolved = flowNode(node, outs.get(node.id) ?? new Map());
    if (resolved === null) continue;
    nodes.set(node.id, resolved);
    if (resolved.kind === "queue") {
      const channel = drawnChannel(resolved.id, resolved.name, resolved.settings, resolved.outs.get("out") ?? []);
      channels.set(channel.key, channel);
    }
  }
  for (const channel of implicit) channels.set(channel.key, channel);

  const all = [...nodes.values()];
  return {
    design,
    seed: design.seed ?? 1,
    nodes,
    edges,
    channels,
    sources: all.filter((node) => node.role === "source"),
    consumers: all.filter((node) => node.role === "consumer"),
  };
}

/** The channels that a consumer reads, drawn ones first, each in document order. */
export function channelsReadBy(flow: Flow, consumer: string): FlowChannel[] {
  return [...flow.channels.values()].filter((channel) => channel.consumers.some((reader) => reader.node === consumer));
}

/** For each node, its out ports with their edges. */
function outsOf(design: Design, edges: ReadonlyMap<string, FlowEdge>): Map<string, Map<string, FlowEdge[]>> {
  const outs = new Map<string, Map<string, FlowEdge[]>>();
  for (const node of design.nodes) {
    const ports = portsOf(node).filter((port) => port.direction === "out");
    outs.set(node.id, new Map(ports.map((port) => [port.name, []])));
  }
  for (const edge of edges.values()) outs.get(edge.from.node)?.get(edge.from.port)?.push(edge);
  return outs;
}

function flowNode(node: DesignNode, outs: ReadonlyMap<string, readonly FlowEdge[]>): FlowNode | null {
  if (!isKindType(node.kind)) return null;
  const { kind } = node;
  return { id: node.id, name: displayName(node), kind, role: kinds[kind].role, settings: settingsOf(node, kind), outs } as FlowNode;
}

function drawnChannel(id: string, name: string, settings: QueueSettings, outs: readonly FlowEdge[]): FlowChannel {
  const consumers = outs.map((edge) => ({ node: edge.to.node, edge: edge.id }));
  return { key: nodeChannelKey(id), id, name, implicit: false, node: id, settings, consumers };
}

function implicitChannel(edge: DesignEdge, from: DesignNode, to: DesignNode): FlowChannel {
  return {
    key: edgeChannelKey(edge.id),
    id: edge.id,
    name: implicitQueueName(from, to),
    implicit: true,
    edge: edge.id,
    settings: implicitQueueSettings(edge),
    consumers: [{ node: to.id, edge: edge.id }],
  };
}
