import { displayName } from "../document/display-name.ts";
import type { Design, DesignNode } from "../document/schema.ts";
import { SCALER_PORT } from "../kinds/autoscaler.ts";
import { isKindType, kinds } from "../kinds/registry.ts";
import type { Problem } from "../problem.ts";

/** Whether there is something to run, and which nodes take no part in it. */
export function checkConnections(design: Design): Problem[] {
  const { edges } = design;
  const emitting = new Set(edges.map((edge) => edge.from.node));
  const reached = new Set(edges.flatMap((edge) => (edge.to.port === SCALER_PORT ? [] : [edge.to.node])));
  const handedOver = new Set(edges.flatMap((edge) => (edge.from.port === "out" ? [edge.from.node] : [])));
  const hasSource = design.nodes.some((node) => isKindType(node.kind) && kinds[node.kind].role === "source");
  const nothing: Problem = { severity: "error", code: "nothing-to-run", message: "Add a producer: nothing in this design emits events." };
  const loose = design.nodes.flatMap((node, index): Problem[] => {
    const message = looseEnd(node, { emits: emitting.has(node.id), isReached: reached.has(node.id), handsOver: handedOver.has(node.id) });
    return message === null ? [] : [{ severity: "warning", code: "not-connected", node: node.id, path: ["nodes", index], message }];
  });
  return [...(hasSource ? [] : [nothing]), ...loose];
}

function looseEnd(node: DesignNode, edges: { emits: boolean; isReached: boolean; handsOver: boolean }): string | null {
  if (!isKindType(node.kind)) return null;
  switch (kinds[node.kind].role) {
    case "source":
      return edges.emits ? null : `${displayName(node)} is not connected: connect its out port, or its events go nowhere.`;
    case "channel":
      // A queue in which events expire is a delay line into its dead-letter port (rule Q6).
      if (edges.emits && node.settings?.ttlMs !== undefined) return null;
      return edges.handsOver ? null : `${displayName(node)} has no consumer: its events are kept and never processed.`;
    case "log":
      return edges.handsOver ? null : `${displayName(node)} has no consumer: its events are kept and never processed.`;
    case "consumer":
    case "stage":
      return edges.isReached ? null : `${displayName(node)} is not connected: nothing sends it events.`;
    case "callee":
      return edges.isReached ? null : `${displayName(node)} is not connected: nothing calls it.`;
    case "policy":
      return edges.emits ? null : `${displayName(node)} governs nothing: connect it to the node that it is for.`;
    default:
      return null;
  }
}
