import { checkDesign } from "../checks/check.ts";
import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { implicitQueueSettings, portsOf, settingsOf } from "../document/settings.ts";
import { AppError } from "../errors.ts";
import type { PortType, Role } from "../kinds/kind.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import { isKindType, kinds, type KindType, type SettingsOf } from "../kinds/registry.ts";
import { STAGE_QUEUE } from "../kinds/stage-queue.ts";
import { edgeSchemas, settingsNamedBy } from "./edge-settings.ts";
import { LOCAL_ZONE } from "./local-zone.ts";
import { implicitQueueName, isImplicitQueue } from "./implicit-queue.ts";

/** A node with its settings complete. `kind` narrows `settings`. */
export type FlowNode = {
  [Kind in KindType]: {
    readonly id: string;
    readonly name: string;
    readonly kind: Kind;
    readonly role: Role;
    readonly settings: SettingsOf<Kind>;
    /** The zone it is in; "local" where none is drawn. */
    readonly zone: string;
    /** For every out port that the node has, connected or not, its edges in document order. */
    readonly outs: ReadonlyMap<string, readonly FlowEdge[]>;
  };
}[KindType];

/** An edge, in document order within its flow. */
export interface FlowEdge {
  readonly id: string;
  /** The type of the ports that it joins (rule G1). */
  readonly type: PortType;
  /** What its origin's kind lets its edges say, with every default filled in; an implicit queue's settings are its channel's. */
  readonly settings: Readonly<Record<string, unknown>>;
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

/** A queue: one that is drawn, one that an edge from an emitter straight to a consumer stands for (rule G2), or that of a stage. */
export interface FlowChannel {
  /** `node:<id>` or `edge:<id>`: nodes and edges may share an id. */
  readonly key: string;
  /** The node's id, or the edge's. */
  readonly id: string;
  readonly name: string;
  readonly implicit: boolean;
  /** The node's id, of a drawn queue or of a stage, whose queue this is. */
  readonly node?: string;
  /** The edge's id, of an implicit queue. */
  readonly edge?: string;
  readonly settings: QueueSettings;
  /** Who takes its events; nobody for a stage's queue, which the stage itself reads. */
  readonly consumers: readonly ChannelReader[];
}

/** A topic: a log that every consumer group reads. */
export interface FlowLog {
  /** `node:<id>`. */
  readonly key: string;
  readonly node: string;
  readonly readers: readonly ChannelReader[];
}

/** A checked design as executors and exporters read it: every default filled in, every reference resolved. */
export interface Flow {
  readonly design: Design;
  readonly seed: number;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Those that events and calls travel over. */
  readonly edges: ReadonlyMap<string, FlowEdge>;
  /** Policies and what they govern. */
  readonly attachments: readonly FlowEdge[];
  /** By key. */
  readonly channels: ReadonlyMap<string, FlowChannel>;
  /** By key. */
  readonly logs: ReadonlyMap<string, FlowLog>;
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
  const logs = new Map<string, FlowLog>();
  const attachments: FlowEdge[] = [];
  const implicit: FlowChannel[] = [];
  for (const edge of design.edges) {
    const [from, to] = [drawn.get(edge.from.node), drawn.get(edge.to.node)];
    if (!from || !to) continue;
    const own = isImplicitQueue(edge, from, to) ? implicitChannel(edge, from, to) : undefined;
    if (own !== undefined) implicit.push(own);
    const channel = own?.key ?? (keepsEvents(to) ? nodeChannelKey(to.id) : undefined);
    const flowEdge = flowEdgeOf(edge, from, to, channel);
    if (flowEdge.type === "attachment") attachments.push(flowEdge);
    else edges.set(edge.id, flowEdge);
  }

  const nodes = new Map<string, FlowNode>();
  const outs = outsOf(design, edges);
  for (const node of design.nodes) {
    const resolved = flowNode(node, outs.get(node.id) ?? new Map());
    if (resolved === null) continue;
    nodes.set(node.id, resolved);
    const readers = resolved.outs.get("out")?.map((edge) => ({ node: edge.to.node, edge: edge.id })) ?? [];
    if (resolved.role === "log") logs.set(nodeChannelKey(resolved.id), { key: nodeChannelKey(resolved.id), node: resolved.id, readers });
    else if (resolved.kind === "queue") addDrawn(channels, resolved, resolved.settings, readers);
    else if (resolved.role === "stage") addDrawn(channels, resolved, STAGE_QUEUE, []);
  }
  for (const channel of implicit) channels.set(channel.key, channel);

  const all = [...nodes.values()];
  return {
    design,
    seed: design.seed ?? 1,
    nodes,
    edges,
    attachments,
    channels,
    logs,
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
  const zone = node.zone ?? LOCAL_ZONE;
  return { id: node.id, name: displayName(node), kind, role: kinds[kind].role, settings: settingsOf(node, kind), zone, outs } as FlowNode;
}

function keepsEvents({ kind }: DesignNode): boolean {
  return isKindType(kind) && (kinds[kind].role === "channel" || kinds[kind].role === "log" || kinds[kind].role === "stage");
}

function flowEdgeOf(edge: DesignEdge, from: DesignNode, to: DesignNode, channel: string | undefined): FlowEdge {
  const type = portsOf(from).find((port) => port.direction === "out" && port.name === edge.from.port)?.type ?? "event";
  const { own } = edgeSchemas(edge, from, to);
  const settings = own === undefined ? {} : own.parse(settingsNamedBy(own, edge.settings));
  return { id: edge.id, type, settings, from: edge.from, to: edge.to, ...(channel === undefined ? {} : { channel }) };
}

function addDrawn(channels: Map<string, FlowChannel>, { id, name }: FlowNode, settings: QueueSettings, consumers: readonly ChannelReader[]): void {
  channels.set(nodeChannelKey(id), { key: nodeChannelKey(id), id, name, implicit: false, node: id, settings, consumers });
}

/** A webhook says how often it tries; the queue that an edge to it stands for allows as much. */
function attemptsOf(edge: DesignEdge, to: DesignNode): Partial<QueueSettings> {
  return to.kind === "webhook" && edge.settings?.attempts === undefined ? { attempts: settingsOf(to, "webhook").attempts } : {};
}

function implicitChannel(edge: DesignEdge, from: DesignNode, to: DesignNode): FlowChannel {
  return {
    key: edgeChannelKey(edge.id),
    id: edge.id,
    name: implicitQueueName(from, to),
    implicit: true,
    edge: edge.id,
    settings: { ...implicitQueueSettings(edge), ...attemptsOf(edge, to) },
    consumers: [{ node: to.id, edge: edge.id }],
  };
}
