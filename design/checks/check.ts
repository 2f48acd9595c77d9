import type { Design, DesignNode } from "../document/schema.ts";
import type { Problem } from "../problem.ts";
import { checkAlerts } from "./check-alerts.ts";
import { checkAttachments } from "./check-attachments.ts";
import { checkChaos } from "./check-chaos.ts";
import { checkConnections } from "./check-connections.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkEdges } from "./check-edges.ts";
import { checkLoad } from "./check-load.ts";
import { checkOuts } from "./check-outs.ts";
import { checkPaths } from "./check-paths.ts";
import { checkPriorities } from "./check-priorities.ts";
import { checkReferences } from "./check-references.ts";
import { checkTopics } from "./check-topics.ts";
import { factsOf } from "./node-facts.ts";

/**
 * Everything that is wrong with a design, at once, each with the place to look at (rule G5). Errors keep it from
 * running, warnings do not. A consequence is not reported beside its cause: the edges of a node whose settings are
 * broken are not said to lack ports, and a node whose only edge is refused is not said to be unconnected. Never throws; safe to call on every edit, since unchanged nodes are remembered.
 */
export function checkDesign(design: Design): Problem[] {
  const nodes = new Map<string, DesignNode>();
  for (const node of design.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
  const ofNodes = design.nodes.flatMap((node, index) =>
    factsOf(node).problems.map((problem): Problem => ({ ...problem, node: node.id, path: ["nodes", index, ...problem.path] })),
  );
  const edges = checkEdges(design, nodes);
  return [
    ...ofNodes,
    ...edges.problems,
    ...checkOuts(design, edges.sound, nodes),
    ...checkReferences(design),
    ...checkLoad(design),
    ...checkChaos(design),
    ...checkAlerts(design, edges.sound, nodes),
    ...checkCycles(edges.sound, nodes),
    ...checkAttachments(edges.sound, nodes),
    ...checkConnections(design),
    ...checkPaths(design),
    ...checkTopics(edges.sound, nodes),
    ...checkPriorities(edges.sound, nodes),
  ];
}

/** Tells whether any of the problems keeps the design from running. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
