import { displayName } from "../document/display-name.ts";
import type { DesignEdge, DesignNode, Json } from "../document/schema.ts";
import { portsOf } from "../document/settings.ts";
import { cyclicComponents, shortestCycle } from "../graph/cycles.ts";
import { settingsNamedBy } from "../graph/edge-settings.ts";
import { implicitQueueName, isImplicitQueue } from "../graph/implicit-queue.ts";
import { queueSettingsSchema, type QueueSettings } from "../kinds/queue.ts";
import { isKindType, kinds } from "../kinds/registry.ts";
import { withoutExtensions } from "../document/extensions.ts";
import type { Problem } from "../problem.ts";

type Nodes = ReadonlyMap<string, DesignNode>;

/** Rule G4: cycles without a channel are errors; a blocking queue within a cycle is a warning. */
export function checkCycles(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  return [...inlineCycles(edges, nodes), ...blockingCycles(edges, nodes)];
}

function inlineCycles(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const next = nextOf(edges.filter((edge) => isCall(edge, nodes) || (isInline(nodes.get(edge.from.node)) && isInline(nodes.get(edge.to.node)))));
  return cyclicComponents(nodes.keys(), next).map((component): Problem => {
    const start = firstOf(component, nodes);
    const way = named(shortestCycle(start, next) ?? [start], nodes);
    if (component.every((id) => !isInline(nodes.get(id)))) {
      const message = `${way} is a cycle of calls: each would wait for the other's answer for ever. Take one of its edges out.`;
      return { severity: "error", code: "inline-cycle", node: start, message };
    }
    return {
      severity: "error",
      code: "inline-cycle",
      node: start,
      message: `${way} is a cycle without a queue: an event would go round for ever in one step. Put a queue and a consumer into it.`,
    };
  });
}

function blockingCycles(edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  const next = nextOf(edges);
  const component = new Map<string, number>();
  cyclicComponents(nodes.keys(), next).forEach((each, index) => each.forEach((node) => component.set(node, index)));
  const drawn = [...nodes.values()].flatMap((node): Problem[] => {
    if (node.kind !== "queue" || !component.has(node.id) || !blocks(node.settings)) return [];
    return [stuck(displayName(node), named(shortestCycle(node.id, next) ?? [], nodes), { node: node.id })];
  });
  const implicit = edges.flatMap((edge): Problem[] => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    if (!from || !to || !isImplicitQueue(edge, from, to) || !blocks(settingsNamedBy(queueSettingsSchema, edge.settings))) return [];
    if (!component.has(from.id) || component.get(from.id) !== component.get(to.id)) return [];
    return [stuck(implicitQueueName(from, to), named(shortestCycle(from.id, next) ?? [], nodes), { edge: edge.id })];
  });
  return [...drawn, ...implicit];
}

function stuck(name: string, way: string, where: { node: string } | { edge: string }): Problem {
  const message = `${name} blocks when it is full and lies in a cycle (${way}): everyone in it can end up waiting for the next. Remove its max length, or choose another overflow rule.`;
  return { severity: "warning", code: "blocking-cycle", message, ...where };
}

function blocks(settings: Record<string, Json> | undefined): boolean {
  const parsed = queueSettingsSchema.safeParse(withoutExtensions(settings ?? {}, queueSettingsSchema));
  const queue: QueueSettings | undefined = parsed.data;
  return queue?.overflow === "block" && queue.maxLength !== undefined;
}

function isInline(node: DesignNode | undefined): boolean {
  return node !== undefined && isKindType(node.kind) && kinds[node.kind].role === "inline";
}

/** Tells a call edge by the port that it leaves. */
function isCall(edge: DesignEdge, nodes: Nodes): boolean {
  const from = nodes.get(edge.from.node);
  return from !== undefined && portsOf(from).some((port) => port.direction === "out" && port.type === "call" && port.name === edge.from.port);
}

function nextOf(edges: readonly DesignEdge[]): (node: string) => readonly string[] {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const list = next.get(edge.from.node);
    if (list === undefined) next.set(edge.from.node, [edge.to.node]);
    else list.push(edge.to.node);
  }
  return (node) => next.get(node) ?? [];
}

function firstOf(component: readonly string[], nodes: Nodes): string {
  const members = new Set(component);
  return [...nodes.keys()].find((node) => members.has(node)) ?? component[0] ?? "";
}

function named(way: readonly string[], nodes: Nodes): string {
  return way
    .map((id) => {
      const node = nodes.get(id);
      return node === undefined ? id : displayName(node);
    })
    .join(" → ");
}
