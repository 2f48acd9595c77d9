import { displayName } from "../document/display-name.ts";
import type { DesignEdge, DesignNode } from "../document/schema.ts";
import { isKindType, kinds, type KindType } from "../kinds/registry.ts";

type Ends = Pick<DesignEdge, "from" | "to">;

/** Tells whether an edge goes from an emitter straight to a consumer, and so stands for a queue (rule G2). */
export function isImplicitQueue(edge: Ends, from: Pick<DesignNode, "kind">, to: Pick<DesignNode, "kind">): boolean {
  if (!isKindType(from.kind) || !isKindType(to.kind) || kinds[to.kind].role !== "consumer" || edge.to.port !== "in") return false;
  return !isHandOver(edge, from.kind);
}

/** Name of the implicit queue that an edge stands for (rule G2). */
export function implicitQueueName(from: DesignNode, to: DesignNode): string {
  return `${displayName(from)}→${displayName(to)}`;
}

/** Tells whether an edge is how a consumer reads a drawn channel, rather than one that emits. */
export function isHandOver(edge: Ends, from: KindType): boolean {
  const { role } = kinds[from];
  return (role === "channel" || role === "log") && edge.from.port === "out";
}
