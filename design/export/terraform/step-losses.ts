import type { Flow } from "../../graph/compile.ts";
import type { ExchangeType } from "../../kinds/exchange.ts";
import type { NodeOf, Route, Topology, TopologyExchange } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";
import type { Conjunction } from "./comparisons.ts";
import { stepComparisons } from "./filters.ts";
import { edgeOf, endsOf, losePassedSteps } from "./routes.ts";

/** Reports a binding, or steps behind one, that a broker's filter says only in part: it takes more, never less. */
export function loseFilter(losses: LossReport, route: Route, type: ExchangeType, filter: string): void {
  const why = `${filter} cannot say all of this: what it leads to gets what the binding takes, and more.`;
  const instead = "Have the consumers acknowledge what is not for them, or put what decides into an attribute of its own.";
  const { bindingKey, headers } = route.settings;
  if (type === "headers") losses.setting(edgeOf(route), "headers", headers, why, instead);
  else if (bindingKey !== undefined && type !== "fanout") losses.setting(edgeOf(route), "bindingKey", bindingKey, why, instead);
  losePassedSteps(losses, route, why, instead);
}

/** What an exchange says that only its publisher can do, and its alternate. `attributes` is what the service calls them. */
export function loseExchange(losses: LossReport, { node, alternate }: Pick<TopologyExchange, "alternate"> & { readonly node: NodeOf<"exchange"> }, service: string, attributes: string): void {
  const { type, routingKey } = node.settings;
  const compared = `${service} compares ${attributes}, which the publisher sets.`;
  if (type === "direct" || type === "topic") losses.setting(node, "routingKey", routingKey, compared, "Publish what this expression says under the name routingKey there.");
  if (type === "headers") losses.setting(node, "type", type, compared, "Publish each header there under its own name.");
  if (alternate.length > 0) losses.setting(node, "alternate", endsOf(alternate), `${service} drops what no subscription takes.`, "Bind a queue that takes everything, and have its consumer leave out what others got.");
}

/** Filters and routers: those that are said wherever events pass them are reported by what they compare, all others as a whole. */
export function loseSteps({ losses }: { readonly losses: LossReport }, flow: Flow, topology: Topology, why: string, instead: string): void {
  const said = new Set<string>();
  const unsaid = new Set<string>();
  const bindings = topology.exchanges.flatMap(({ node, bindings: routes }) => (node.kind === "exchange" ? routes : []));
  for (const route of bindings) for (const { node, port } of route.steps) (isSaid(stepComparisons(node, port)) ? said : unsaid).add(node.id);
  for (const route of otherRoutes(topology)) for (const { node } of route.steps) unsaid.add(node.id);
  for (const node of flow.nodes.values()) {
    if (node.kind !== "filter" && node.kind !== "router") continue;
    if (!said.has(node.id) || unsaid.has(node.id)) losses.setting(node, "kind", node.kind, why, instead);
    else losses.setting(node, node.kind === "filter" ? "when" : "rules", node.kind === "filter" ? node.settings.when : node.settings.rules, "It is written as a filter over what travels beside the message, which the publisher sets.", "Publish what it looks at there: eventType, eventKey, eventPriority, eventId, and each header under its own name.");
  }
}

function isSaid({ all, exact }: Conjunction): boolean {
  return exact || all.length > 0;
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
