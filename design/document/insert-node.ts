import { refusalBetween } from "../checks/port-rules.ts";
import { AppError } from "../errors.ts";
import { capital, nounOf, withArticle } from "./display-name.ts";
import { isImplicitQueue } from "../graph/implicit-queue.ts";
import type { DesignDiff } from "./diff.ts";
import { edgeOf, edit, nodeOf, replaceById, withProperty } from "./edit.ts";
import { Fresh } from "./fresh.ts";
import { nodeFrom, type NewNode } from "./operations.ts";
import type { Design, DesignEdge, DesignNode } from "./schema.ts";
import { portsOf } from "./settings.ts";

/** Why a node of a kind may not be put on an edge, in a sentence; null when it may. */
export function insertionRefusal(design: Design, edge: string, node: Pick<DesignNode, "kind" | "settings">): string | null {
  const found = portsBetween(design, edgeOf(design, edge), { id: "", position: { x: 0, y: 0 }, ...node });
  return typeof found === "string" ? found : null;
}

/**
 * Adds a node between the two ends of an edge. The edge keeps its id and leads into the node, a new one leads out of
 * it. Settings of an implicit queue stay with the queue: the node's own when it is one, else the edge to the consumer.
 * Throws an AppError that says why when the ports do not allow it.
 */
export function insertNodeOnEdge(design: Design, { edge: id, ...node }: NewNode & { edge: string }): DesignDiff {
  const fresh = new Fresh(design);
  const added = nodeFrom(node, fresh);
  return splice({ ...design, nodes: [...design.nodes, added] }, edgeOf(design, id), added, fresh, design);
}

/** As {@link insertNodeOnEdge}, for a node that is there already; its other edges stay. */
export function dropNodeOnEdge(design: Design, { edge: id, node }: { edge: string; node: string }): DesignDiff {
  return splice(design, edgeOf(design, id), nodeOf(design, node), new Fresh(design), design);
}

function splice(design: Design, edge: DesignEdge, node: DesignNode, fresh: Fresh, before: Design): DesignDiff {
  const ports = portsBetween(design, edge, node);
  if (typeof ports === "string") throw new AppError("wrong-use", ports);
  const plain = withProperty(edge, "settings", undefined);
  let into: DesignEdge = { ...plain, to: { node: node.id, port: ports.into } };
  let outOf: DesignEdge = { id: fresh.edgeId(), from: { node: node.id, port: ports.outOf }, to: edge.to };
  let middle = node;
  if (edge.settings !== undefined) {
    const { settings } = edge;
    if (isImplicitQueue(into, nodeOf(design, edge.from.node), node)) into = { ...into, settings };
    else if (node.kind === "queue") middle = { ...node, settings: { ...settings, ...node.settings } };
    else if (isImplicitQueue(outOf, node, nodeOf(design, edge.to.node))) outOf = { ...outOf, settings };
  }
  const at = design.edges.findIndex((each) => each.id === edge.id) + 1;
  return edit(before, {
    nodes: middle === node ? design.nodes : replaceById(design.nodes, middle),
    edges: replaceById(design.edges, into).toSpliced(at, 0, outOf),
  });
}

/** The first in and out port of a node, if it fits by them between an edge's ends; else why not. */
function portsBetween(design: Design, edge: DesignEdge, node: DesignNode): { into: string; outOf: string } | string {
  if (node.id === edge.from.node || node.id === edge.to.node) return "The node is an end of this edge already.";
  const ends = [nodeOf(design, edge.from.node), nodeOf(design, edge.to.node)] as const;
  const from = { node: ends[0], port: portsOf(ends[0]).find((port) => port.name === edge.from.port) };
  const to = { node: ends[1], port: portsOf(ends[1]).find((port) => port.name === edge.to.port) };
  if (from.port === undefined || to.port === undefined) return "An end of this edge is not a port.";
  const first = { ...from, port: from.port };
  const last = { ...to, port: to.port };
  const ports = portsOf(node);
  const into = ports.find((port) => port.direction === "in");
  const outOf = ports.find((port) => port.direction === "out");
  if (into === undefined || outOf === undefined) return `${capital(withArticle(nounOf(node.kind)))} has nothing to lead an edge through.`;
  const refused = refusalBetween(first, { node, port: into }) ?? refusalBetween({ node, port: outOf }, last);
  return refused ?? { into: into.name, outOf: outOf.name };
}
