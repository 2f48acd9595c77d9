import { refusal, type PortRef } from "../../../design/checks/port-rules.ts";
import type { Design } from "../../../design/document/schema.ts";
import { portsOf } from "../../../design/document/settings.ts";
import type { Port } from "../../../design/kinds/kind.ts";

type Graph = Pick<Design, "nodes" | "edges">;

/** An edge's two ends, whichever of them it was drawn from. */
export interface Ends {
  readonly from: PortRef;
  readonly to: PortRef;
}

/** The port that a reference names; undefined when there is none. */
export function portAt(design: Graph, ref: PortRef): Port | undefined {
  const node = design.nodes.find((each) => each.id === ref.node);
  return node && portsOf(node).find((port) => port.name === ref.port);
}

/** Puts the ends of a drawn edge in the order in which events pass: an edge can be drawn backwards, from an in port. */
export function inOrder(design: Graph, drawnFrom: PortRef, drawnTo: PortRef): Ends {
  return portAt(design, drawnFrom)?.direction === "in" ? { from: drawnTo, to: drawnFrom } : { from: drawnFrom, to: drawnTo };
}

/** Why a drawn edge is refused; null when it may be drawn. */
export function refusalOf(design: Graph, drawnFrom: PortRef, drawnTo: PortRef): string | null {
  const { from, to } = inOrder(design, drawnFrom, drawnTo);
  return refusal(design, from, to);
}
