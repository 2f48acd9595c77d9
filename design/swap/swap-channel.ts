import { implicitQueueName, isImplicitQueue } from "../graph/implicit-queue.ts";
import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode, Json } from "../document/schema.ts";
import { implicitQueueSettings, settingsOf } from "../document/settings.ts";
import { AppError } from "../errors.ts";
import { queueSettingsSchema } from "../kinds/queue.ts";
import { metaOf } from "../kinds/schema-walk.ts";
import { checkDesign } from "../checks/check.ts";
import { refusedPriorities } from "../checks/check-priorities.ts";

/** What a channel can mean to its consumers. */
export const SEMANTICS = ["queue", "topic", "exchange"] as const;
export type Semantics = (typeof SEMANTICS)[number];

/** A design with another broker in place of one channel. */
export interface Swapped {
  readonly semantics: Semantics;
  readonly design: Design;
  /** Why it cannot run, in a sentence; null when it can. */
  readonly refused: string | null;
  /** Consumers that read the channel. */
  readonly readers: readonly string[];
  /** Titles of the channel's settings that these semantics know nothing of. */
  readonly leftOut: readonly string[];
  /** Names of the producers whose priority was taken away, because nothing here could respect it. */
  readonly withoutPriority: readonly string[];
}

/**
 * The design with a work queue, a topic and a fanout exchange in place of a channel: a queue, a topic, or the implicit queue of
 * an edge (rule G2). Everything else, and so the load, stays as it is, and what feeds the channel keeps its edges' ids, so that
 * events keep their identities (rule E5).
 *
 * - Queue: its consumers compete; each event goes to one of them (Q1).
 * - Topic: each consumer is a group that reads every event (T3); as many partitions as the largest group has replicas, and at
 *   least three. Attempts and the first backoff are the queue's; what is given up goes where dead letters went. Producers whose
 *   priority would be refused give none (T2).
 * - Exchange: a fanout with a queue for each consumer, with the queue's settings, so that each gets a copy (X1).
 *
 * Throws an AppError `wrong-use` where there is no such channel.
 */
export function swapChannel(design: Design, channel: string): Swapped[] {
  const site = siteOf(design, channel);
  const readers = site.outs.map(({ to }) => to.node);
  const made = { queue: withQueue(site), topic: withTopic(site), exchange: withExchange(site) };
  return SEMANTICS.map((semantics) => {
    const { design: swapped, producers } = semantics === "topic" ? withoutPriorities(made.topic) : { design: made[semantics], producers: [] };
    const error = checkDesign(swapped).find(({ severity }) => severity === "error");
    return { semantics, design: swapped, refused: error?.message ?? null, readers, leftOut: semantics === "topic" ? leftOutOfTopic(site) : [], withoutPriority: producers.map(displayName) };
  });
}

/** Channels of a design that can be swapped: its queues and topics, and the edges that stand for a queue. */
export function swappable(design: Design): { id: string; name: string }[] {
  const drawn = design.nodes.filter(isSwappable).map((node) => ({ id: node.id, name: displayName(node) }));
  const implicit = design.edges.filter((edge) => isImplicit(design, edge)).map((edge) => ({ id: edge.id, name: nameOfEdge(design, edge) }));
  return [...drawn, ...implicit];
}

/** A channel as it is taken out: what fed it, who read it, and where its dead letters went. */
interface Site {
  /** Without the channel and its edges. */
  readonly rest: Design;
  readonly node: DesignNode;
  readonly settings: ReturnType<typeof implicitQueueSettings>;
  /** The settings as they were written. */
  readonly written: Record<string, Json>;
  readonly ins: readonly DesignEdge[];
  readonly outs: readonly DesignEdge[];
  readonly dead: readonly DesignEdge[];
}

function siteOf(design: Design, channel: string): Site {
  const node = design.nodes.find(({ id }) => id === channel);
  if (node && isSwappable(node)) {
    const at = (port: string, end: "from" | "to") => design.edges.filter((edge) => edge[end].node === node.id && edge[end].port === port);
    const written = node.kind === "queue" ? (node.settings ?? {}) : {};
    return {
      rest: { ...design, nodes: design.nodes.filter(({ id }) => id !== node.id), edges: design.edges.filter((edge) => edge.from.node !== node.id && edge.to.node !== node.id) },
      node,
      settings: settingsOf({ settings: written }, "queue"),
      written,
      ins: at("in", "to"),
      outs: at("out", "from").map(({ id, from, to, label }) => ({ id, from, to, ...(label === undefined ? {} : { label }) })),
      dead: at("deadLetter", "from"),
    };
  }
  const edge = design.edges.find(({ id }) => id === channel);
  if (!edge || !isImplicit(design, edge)) {
    throw new AppError("wrong-use", `There is no queue or topic "${channel}". There is ${swappable(design).map(({ id }) => id).join(", ") || "none"}.`);
  }
  const target = design.nodes.find(({ id }) => id === edge.to.node);
  const place = freshIn(design, `${edge.id}-channel`);
  const position = target ? { x: target.position.x - 130, y: target.position.y } : { x: 0, y: 0 };
  const { settings: written = {}, ...bare } = edge;
  return {
    rest: { ...design, edges: design.edges.filter(({ id }) => id !== edge.id) },
    node: { id: place, kind: "queue", name: nameOfEdge(design, edge), position },
    settings: implicitQueueSettings(edge),
    written,
    ins: [{ ...bare, to: { node: place, port: "in" } }],
    outs: [{ id: freshIn(design, `${edge.id}-out`), from: { node: place, port: "out" }, to: edge.to }],
    dead: [],
  };
}

function withQueue({ rest, node, written, ins, outs, dead }: Site): Design {
  const queue: DesignNode = { ...node, kind: "queue", settings: written };
  return { ...rest, nodes: [...rest.nodes, queue], edges: [...rest.edges, ...ins, ...outs, ...dead] };
}

function withTopic(site: Site): Design {
  const { rest, node, settings, ins, outs, dead } = site;
  const replicas = outs.map(({ to }) => replicasOf(rest, to.node));
  const topic: DesignNode = { ...node, kind: "topic", settings: { partitions: Math.max(3, ...replicas) } };
  const reading = outs.map((edge): DesignEdge => ({ ...edge, settings: { attempts: settings.attempts, backoffMs: settings.backoff.delayMs } }));
  // A topic has no dead letters: what a group gives up leaves by its consumer's failed port.
  const given = outs.flatMap(({ to }) => {
    const isDrawn = rest.edges.some(({ from }) => from.node === to.node && from.port === "failed");
    return isDrawn ? [] : dead.map((edge, index): DesignEdge => ({ ...edge, id: freshIn(rest, `${edge.id}-${to.node}-${index}`), from: { node: to.node, port: "failed" } }));
  });
  return { ...rest, nodes: [...rest.nodes, topic], edges: [...rest.edges, ...ins, ...reading, ...given] };
}

function withExchange({ rest, node, written, ins, outs, dead }: Site): Design {
  const exchange: DesignNode = { ...node, kind: "exchange", settings: { type: "fanout" } };
  const queues = outs.map((edge, index) => {
    const reader = rest.nodes.find(({ id }) => id === edge.to.node);
    const id = freshIn(rest, `${node.id}-${edge.to.node}`);
    return {
      edge,
      node: { id, kind: "queue", name: `${displayName(node)} of ${reader ? displayName(reader) : edge.to.node}`, position: { x: node.position.x + 130, y: node.position.y + index * 120 }, settings: written } satisfies DesignNode,
    };
  });
  const edges = queues.flatMap(({ edge, node: queue }): DesignEdge[] => [
    { id: freshIn(rest, `${edge.id}-binding`), from: { node: node.id, port: "out" }, to: { node: queue.id, port: "in" } },
    { ...edge, from: { node: queue.id, port: "out" } },
    ...dead.map((letters, index): DesignEdge => ({ ...letters, id: freshIn(rest, `${letters.id}-${queue.id}-${index}`), from: { node: queue.id, port: "deadLetter" } })),
  ]);
  return { ...rest, nodes: [...rest.nodes, exchange, ...queues.map(({ node: queue }) => queue)], edges: [...rest.edges, ...ins, ...edges] };
}

/** Takes the priorities away that keep a design from running. */
function withoutPriorities(design: Design): { design: Design; producers: readonly DesignNode[] } {
  const refused = new Set(refusedPriorities(design));
  const nodes = design.nodes.map((node): DesignNode => {
    if (!refused.has(node.id)) return node;
    const { priority: _, ...settings } = node.settings ?? {};
    return { ...node, settings };
  });
  return { design: { ...design, nodes }, producers: design.nodes.filter(({ id }) => refused.has(id)) };
}

/** What a queue says and a topic does not: all that was written but attempts and backoff, and what workers' locks are about. */
function leftOutOfTopic({ node, written }: Site): string[] {
  if (node.kind === "topic") return [];
  const meant = ["attempts", "backoff", "lockMs", "stalledCheckMs", "maxStalled"];
  return Object.entries(queueSettingsSchema.shape)
    .filter(([name]) => !meant.includes(name) && Object.hasOwn(written, name))
    .map(([name, schema]) => metaOf(schema).title ?? name);
}

function isSwappable({ kind }: DesignNode): boolean {
  return kind === "queue" || kind === "topic";
}

/** An edge from an emitter straight to a consumer. */
function isImplicit(design: Design, edge: DesignEdge): boolean {
  const [from, to] = [edge.from.node, edge.to.node].map((id) => design.nodes.find((node) => node.id === id));
  return from !== undefined && to !== undefined && isImplicitQueue(edge, from, to);
}

function nameOfEdge(design: Design, edge: DesignEdge): string {
  const [from, to] = [edge.from.node, edge.to.node].map((id) => design.nodes.find((node) => node.id === id));
  return from && to ? implicitQueueName(from, to) : edge.id;
}

function replicasOf(design: Design, id: string): number {
  const node = design.nodes.find((each) => each.id === id);
  return node?.kind === "consumer" ? settingsOf(node, "consumer").replicas : 1;
}

/** The id, or the first like it that nothing in the design has. */
function freshIn({ nodes, edges }: Design, wanted: string): string {
  const short = wanted.slice(0, 58);
  const taken = new Set([...nodes, ...edges].map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? short : `${short}-${n}`;
    if (!taken.has(id)) return id;
  }
}
