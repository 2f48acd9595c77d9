import type { Flow } from "../../graph/compile.ts";
import type { Route, Topology } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";
import { stepComparisons } from "./filters.ts";

/** Filters and routers: those that are said wherever events pass them are reported by what they compare, all others as a whole. */
export function loseSteps({ losses }: { readonly losses: LossReport }, flow: Flow, topology: Topology, why: string, instead: string): void {
  const said = new Set<string>();
  const unsaid = new Set<string>();
  const bindings = topology.exchanges.flatMap(({ node, bindings: routes }) => (node.kind === "exchange" ? routes : []));
  for (const route of bindings) for (const { node, port } of route.steps) (stepComparisons(node, port) === undefined ? unsaid : said).add(node.id);
  for (const route of otherRoutes(topology)) for (const { node } of route.steps) unsaid.add(node.id);
  for (const node of flow.nodes.values()) {
    if (node.kind !== "filter" && node.kind !== "router") continue;
    if (!said.has(node.id) || unsaid.has(node.id)) losses.setting(node, "kind", node.kind, why, instead);
    else losses.setting(node, node.kind === "filter" ? "when" : "rules", node.kind === "filter" ? node.settings.when : node.settings.rules, "It is written as a filter over the message's attributes, which the publisher sets.", "Publish what it looks at as message attributes: type, key, priority and each header under its own name.");
  }
}

/** The routes that no filter of a broker stands on. */
function otherRoutes({ exchanges, services, queues, steps }: Topology): Route[] {
  return [
    ...exchanges.flatMap(({ node, bindings, alternate }) => [...(node.kind === "exchange" ? [] : bindings), ...alternate]),
    ...services.flatMap(({ sends }) => sends),
    ...queues.flatMap(({ deadLetters }) => deadLetters),
    ...steps.flatMap(({ node, sends }) => (node.role === "stage" ? sends : [])),
  ];
}
