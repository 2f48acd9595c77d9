import { checkDesign } from "../checks/check.ts";
import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge } from "../document/schema.ts";
import { implicitQueueSettings, settingsOf } from "../document/settings.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../kinds/kind.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import { isKindType, kinds, type KindType, type SettingsOf } from "../kinds/registry.ts";

/** A node with its settings complete. `kind` narrows `settings`. */
export type FlowNode = {
  [Kind in KindType]: {
    readonly id: string;
    readonly name: string;
    readonly kind: Kind;
    readonly role: Role;
    readonly settings: SettingsOf<Kind>;
  };
}[KindType];

/** An event edge, in document order within its flow. */
export interface FlowEdge {
  readonly id: string;
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
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

  const nodes = new Map<string, FlowNode>();
  for (const node of design.nodes) {
    if (!isKindType(node.kind)) continue;
    const { kind } = node;
    nodes.set(node.id, {
      id: node.id,
      name: displayName(node),
      kind,
      role: kinds[kind].role,
      settings: settingsOf(node, kind),
    } as FlowNode);
  }

  const edges = new Map<string, FlowEdge>(design.edges.map((edge) => [edge.id, { id: edge.id, from: edge.from, to: edge.to }]));
  const channels = new Map<string, FlowChannel>();
  for (const node of nodes.values()) {
    if (node.kind !== "queue") continue;
    const consumers = design.edges
      .filter((edge) => edge.from.node === node.id && edge.from.port === "out")
      .map((edge) => ({ node: edge.to.node, edge: edge.id }));
    const key = nodeChannelKey(node.id);
    channels.set(key, { key, id: node.id, name: node.name, implicit: false, settings: node.settings, consumers });
  }
  for (const edge of design.edges) {
    if (!isImplicitQueue(nodes, edge)) continue;
    const key = edgeChannelKey(edge.id);
    const name = `${nodes.get(edge.from.node)?.name ?? edge.from.node}→${nodes.get(edge.to.node)?.name ?? edge.to.node}`;
    const consumers = [{ node: edge.to.node, edge: edge.id }];
    channels.set(key, { key, id: edge.id, name, implicit: true, settings: implicitQueueSettings(edge), consumers });
  }

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

/** Whether an edge goes from an emitter straight to a consumer, and so stands for a queue (rule G2). */
function isImplicitQueue(nodes: ReadonlyMap<string, FlowNode>, edge: DesignEdge): boolean {
  if (nodes.get(edge.to.node)?.role !== "consumer") return false;
  const from = nodes.get(edge.from.node);
  return from !== undefined && !(from.role === "channel" && edge.from.port === "out");
}
