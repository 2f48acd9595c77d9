import { LOCAL_ZONE } from "../../design/graph/local-zone.ts";
import type { Place, Wiring } from "../core/wiring.ts";

/** A failure domain of a live run: one worker process, and the nodes that it runs (rule O3). */
export interface ZoneProcess {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly string[];
}

/** Roles whose nodes do something in a worker process; others keep events in Redis, or run in their emitter's step. */
const WORKING: ReadonlySet<string> = new Set(["consumer", "stage", "callee"]);

/** The worker processes that a flow needs: one for each zone in which something works, in document order; "local" where there is none. */
export function zoneProcesses(wiring: Wiring): ZoneProcess[] {
  const nodes = new Map<string, string[]>();
  for (const { node } of wiring.places) if (node && WORKING.has(node.role)) nodes.set(node.zone, [...(nodes.get(node.zone) ?? []), node.id]);
  if (nodes.size === 0) nodes.set(LOCAL_ZONE, []);
  const names = new Map((wiring.flow.design.zones ?? []).map((zone) => [zone.id, zone.name]));
  return [...nodes].map(([id, ids]) => ({ id, name: names.get(id) || id, nodes: ids }));
}

/** Why a zone cannot be another machine's; undefined where it can. */
export function whyNotElsewhere(wiring: Wiring, zone: string): string | undefined {
  const zones = zoneProcesses(wiring);
  const asked = zones.find(({ id }) => id === zone);
  if (!asked) return `There is no zone ${zone} in which something works. There are: ${zones.map(({ id }) => id).join(", ")}.`;
  const edge = wiring.places.find((place) => isEdge(place) && asked.nodes.includes(place.id));
  return edge && `The zone ${asked.name} stays on the host's machine: ${edge.name} reaches outside, and addresses are approved and opened there. Join without this zone.`;
}

/** Whether a consumer reaches outside: that is the host's machine's to do, its addresses and approvals are there. */
export function isEdge({ node }: Place): boolean {
  return node?.kind === "webhook" || node?.kind === "webSocketGateway";
}
