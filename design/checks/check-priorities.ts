import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import { implicitQueueName, isImplicitQueue } from "../graph/implicit-queue.ts";
import { isKindType, kinds } from "../kinds/registry.ts";
import type { Problem } from "../problem.ts";
import { factsOf } from "./node-facts.ts";

type Nodes = ReadonlyMap<string, DesignNode>;

/** A channel that a producer's events come to first: a topic, a queue, or an edge that stands for one. */
interface First {
  readonly kind: "topic" | "queue";
  readonly id: string;
  readonly name: string;
}

/** What becomes of a producer's priority (rule Q2): the channels where it means nothing, and nothing behind them asks for it. */
interface Fate {
  readonly producer: DesignNode;
  readonly deaf: readonly First[];
  /** It can never work: no channel that its events come to has priorities, and they are all topics, which cannot have any. */
  readonly isImpossible: boolean;
}

/**
 * A priority is respected by queues with priorities, read by conditions, expressions and handlers, and told to whoever gets
 * events from a gateway or webhook. Where it comes to none of these it means nothing: an error when all channels that its events
 * come to first are topics, which keep the order of arrival (T2), else a warning for each channel.
 */
export function checkPriorities(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  return fatesOf(edges, nodes).flatMap(({ producer, deaf, isImpossible }): Problem[] => {
    const who = displayName(producer);
    const at = { code: "settings", node: producer.id, path: ["settings", "priority"] } as const;
    if (isImpossible) {
      const names = deaf.map(({ name }) => name).join(", ");
      const keep = deaf.length === 1 ? "is a topic, which keeps" : "are topics, which keep";
      return [{ ...at, severity: "error", message: `${who} gives its events a priority, but ${names} ${keep} the order of arrival, and nothing behind it has priorities. Take the priority away, or use a queue with priorities.` }];
    }
    return deaf.map(({ kind, name }) => {
      const why = kind === "topic" ? "a topic keeps the order of arrival" : "its priorities are off. Turn them on, or take the priority away";
      return { ...at, severity: "warning", message: `${who} gives its events a priority, which ${name} ignores: ${why}.` };
    });
  });
}

/** Ids of the producers whose priority keeps a design from running. */
export function refusedPriorities({ nodes, edges }: Design): string[] {
  return fatesOf(edges, new Map(nodes.map((node) => [node.id, node]))).flatMap(({ producer, isImpossible }) => (isImpossible ? [producer.id] : []));
}

function fatesOf(edges: readonly DesignEdge[], nodes: Nodes): Fate[] {
  const producers = [...nodes.values()].filter(givesPriority);
  if (producers.length === 0) return [];
  const outs = new Map<string, DesignEdge[]>();
  for (const edge of edges) outs.set(edge.from.node, [...(outs.get(edge.from.node) ?? []), edge]);
  return producers.map((producer) => {
    const { firsts, isRead } = wayOf(producer, outs, nodes);
    const deaf = isRead ? [] : [...firsts].filter(([edge]) => !isHeardBehind(edge, outs, nodes)).map(([, first]) => first);
    const distinct = [...new Map(deaf.map((first) => [first.id, first])).values()];
    return { producer, deaf: distinct, isImpossible: distinct.length > 0 && deaf.length === firsts.size && deaf.every(({ kind }) => kind === "topic") };
  });
}

function givesPriority(node: DesignNode): boolean {
  if (node.kind !== "producer" || factsOf(node).ports === null) return false;
  const { priority } = settingsOf(node, "producer");
  return Array.isArray(priority) ? priority.some((choice) => choice.priority > 0) : (priority ?? 0) > 0;
}

type Outs = ReadonlyMap<string, readonly DesignEdge[]>;

/** The edges by which a producer's events come to channels, and whether anything on the way there reads their priority. */
function wayOf(producer: DesignNode, outs: Outs, nodes: Nodes): { firsts: Map<DesignEdge, First>; isRead: boolean } {
  const firsts = new Map<DesignEdge, First>();
  const seen = new Set([producer]);
  let isRead = false;
  for (const node of seen) {
    for (const edge of outs.get(node.id) ?? []) {
      const to = nodes.get(edge.to.node);
      if (!to) continue;
      const first = channelOf(edge, node, to);
      if (first) firsts.set(edge, first);
      else if (passesOn(to)) seen.add(to);
      isRead ||= mentionsPriority(edge) || (!first && listens(to));
    }
  }
  return { firsts, isRead };
}

/** Whether anything from an edge on asks for the priority. */
function isHeardBehind(start: DesignEdge, outs: Outs, nodes: Nodes): boolean {
  const seen = new Set([start]);
  for (const edge of seen) {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    if (!from || !to) continue;
    if (mentionsPriority(edge) || listens(to)) return true;
    if (isImplicitQueue(edge, from, to) && edge.settings?.["priorities"] === true) return true;
    for (const next of outs.get(to.id) ?? []) seen.add(next);
  }
  return false;
}

function channelOf(edge: DesignEdge, from: DesignNode, to: DesignNode): First | undefined {
  if (to.kind === "queue" || to.kind === "topic") return { kind: to.kind, id: to.id, name: displayName(to) };
  return isImplicitQueue(edge, from, to) ? { kind: "queue", id: edge.id, name: implicitQueueName(from, to) } : undefined;
}

/** Whether events go on behind a node without having been in a channel where a priority could matter. */
function passesOn({ kind }: DesignNode): boolean {
  return isKindType(kind) && (kinds[kind].role === "inline" || kinds[kind].role === "stage");
}

/** Whether a node asks for the priority of its events. */
function listens(node: DesignNode): boolean {
  if (node.kind === "webhook" || node.kind === "webSocketGateway") return true;
  if (node.kind === "queue") return factsOf(node).ports === null || settingsOf(node, "queue").priorities;
  return mentionsPriority(node);
}

/** Whether a condition, a pattern or code in settings speaks of the priority; that of an event's data is another. */
function mentionsPriority({ settings }: Pick<DesignNode, "settings">): boolean {
  return settings !== undefined && /(?<!data\.)\bpriority\b/.test(JSON.stringify(settings));
}
