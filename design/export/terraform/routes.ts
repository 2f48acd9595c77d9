import type { Route, Target, Topology, TopologyQueue } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";

/** A route's first edge, for the report. */
export function edgeOf({ edge }: Pick<Route, "edge">): { readonly id: string } {
  return { id: edge };
}

/** The one place that a queue's dead letters go; undefined for none and for several. */
export function soleTarget({ deadLetters }: TopologyQueue): Target | undefined {
  const [first, ...more] = deadLetters;
  return more.every(({ to }) => to.key === first?.to.key) ? first?.to : undefined;
}

/** Ids of the nodes and edges that routes lead to, as they are drawn. */
export function endsOf(routes: readonly Route[]): string[] {
  return routes.map(({ to }) => to.key.replace(/^(?:node|edge):/, ""));
}

/** Reports a route whose end messages are not led to. */
export function loseEnd(losses: LossReport, { design }: Topology, route: Route, why: string): void {
  const [id] = endsOf([route]);
  const end = design.nodes.find((node) => node.id === id)?.name ?? id;
  losses.setting(edgeOf(route), "to", end, why, "Draw a queue, and a consumer that takes from it.");
}

/** Reports steps that messages are led past, straight to the end of their route. */
export function losePassedSteps(losses: LossReport, route: Route, why: string, instead: string): void {
  if (route.steps.length > 0) losses.setting(edgeOf(route), "steps", route.steps.map(({ node }) => node.name), why, instead);
}

/** Whether following links from a key comes to another. Links lead to one key each, and in no circle. */
export function leadsTo(from: string, to: string, links: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = from; at !== undefined; at = links.get(at)) if (at === to) return true;
  return false;
}
