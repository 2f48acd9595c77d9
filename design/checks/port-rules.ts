import { capital, displayName, nounOf, withArticle } from "../document/display-name.ts";
import type { Design, DesignNode } from "../document/schema.ts";
import { portsOf } from "../document/settings.ts";
import type { Port } from "../kinds/kind.ts";
import { isKindType, kinds } from "../kinds/registry.ts";

/** One end of an edge. */
export interface PortRef {
  readonly node: string;
  readonly port: string;
}

/** A port together with what it belongs to. */
export interface PortSite {
  readonly node: DesignNode;
  readonly port: Port;
}

type Graph = Pick<Design, "nodes" | "edges">;

/**
 * Why an edge may not be drawn between two ports, in a sentence for the user; null when it may (rule G1).
 * Unknown nodes and ports are refused as well; it never throws.
 */
export function refusal(design: Graph, from: PortRef, to: PortRef): string | null {
  const source = siteOf(design, from);
  if (typeof source === "string") return source;
  const target = siteOf(design, to);
  if (typeof target === "string") return target;
  return refusalBetween(source, target) ?? (source.port.parallel !== true && hasEdge(design, from, to) ? duplicateEdge(source.node, target.node) : null);
}

/**
 * Every port that an edge from `from` may join, in document order. Given an in port, the out ports that may
 * feed it, so that an edge can be drawn from either end.
 */
export function acceptingPorts(design: Graph, from: PortRef): PortRef[] {
  const start = siteOf(design, from);
  if (typeof start === "string") return [];
  const forward = start.port.direction === "out";
  const taken = new Set(
    design.edges.flatMap((edge) => {
      const [near, far] = forward ? [edge.from, edge.to] : [edge.to, edge.from];
      return near.node === from.node && near.port === from.port ? [portKey(far)] : [];
    }),
  );
  return design.nodes.flatMap((node) =>
    portsOf(node)
      .filter((port) => {
        const other = { node, port };
        const refused = forward ? refusalBetween(start, other) : refusalBetween(other, start);
        const parallel = (forward ? start.port : port).parallel === true;
        return refused === null && (parallel || !taken.has(portKey({ node: node.id, port: port.name })));
      })
      .map((port) => ({ node: node.id, port: port.name })),
  );
}

/** The rules of rule G1 for two known ports, whatever other edges there are. */
export function refusalBetween(from: PortSite, to: PortSite): string | null {
  if (from.port.direction !== "out" || to.port.direction !== "in") return "Draw an edge from an out port to an in port.";
  if (from.port.type !== to.port.type)
    return `${portName(from)} carries ${plural(from.port)}, ${portName(to)} takes ${plural(to.port)}: an edge joins two ports of one type.`;
  if (from.port.type === "call" && from.node.id === to.node.id) return `${displayName(from.node)} cannot call itself.`;
  if (from.port.type !== "event" || !isKindType(from.node.kind) || !isKindType(to.node.kind)) return null;
  const target = kinds[to.node.kind].role;
  const origin = kinds[from.node.kind].role;
  if ((origin === "channel" || origin === "log") && from.port.name === "out" && target !== "consumer")
    return `${capital(withArticle(nounOf(from.node.kind)))} hands its events to consumers; ${instead(from.node.kind, to.node.kind)}.`;
  if (from.node.id === to.node.id && target === "inline")
    return `${displayName(from.node)} would hand its events to itself in the same step, for ever; put a queue in between.`;
  return null;
}

/** Says that two ports are joined already. */
export function duplicateEdge(from: DesignNode, to: DesignNode): string {
  return `${displayName(from)} and ${displayName(to)} are joined by such an edge already.`;
}

/** Why a node has no port of that name: what it is, or the ports that it has. */
export function unknownPort(node: DesignNode, port: string, ports: readonly Port[]): string {
  if (!isKindType(node.kind)) return `${displayName(node)} is of an unknown kind ("${node.kind}"), so its ports are not known.`;
  const noun = withArticle(nounOf(node.kind));
  if (port === "in" && kinds[node.kind].role === "source") return `${displayName(node)} is ${noun}: it emits events and takes none.`;
  if (port === "out" && kinds[node.kind].role === "terminal") return `${displayName(node)} is ${noun}: a path ends there.`;
  return `${displayName(node)} has no port "${port}"; it has ${ports.map((each) => each.name).join(", ")}.`;
}

/** Identity of a port within a design, for sets and maps. */
export function portKey(ref: PortRef): string {
  return `${ref.node}:${ref.port}`;
}

function siteOf(design: Graph, ref: PortRef): PortSite | string {
  const node = design.nodes.find((each) => each.id === ref.node);
  if (node === undefined) return `There is no node "${ref.node}".`;
  const ports = portsOf(node);
  const port = ports.find((each) => each.name === ref.port);
  return port === undefined ? unknownPort(node, ref.port, ports) : { node, port };
}

function hasEdge(design: Graph, from: PortRef, to: PortRef): boolean {
  const [start, end] = [portKey(from), portKey(to)];
  return design.edges.some((edge) => portKey(edge.from) === start && portKey(edge.to) === end);
}

function instead(channel: string, target: string): string {
  const [from, to] = [nounOf(channel), nounOf(target)];
  if (!isKindType(target)) return "put a consumer in between";
  if (target === "deadLetter") return "draw it from the deadLetter port";
  switch (kinds[target].role) {
    case "channel":
    case "log":
    case "stage":
      return "put a consumer between the two";
    case "terminal":
      return `put the ${to} after a consumer`;
    default:
      return `put the ${to} before the ${from} or after the consumer`;
  }
}

function portName(site: PortSite): string {
  return `${displayName(site.node)}'s port ${site.port.name}`;
}

function plural(port: Port): string {
  return `${port.type}s`;
}
