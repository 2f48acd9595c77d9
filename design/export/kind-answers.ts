import type { Flow, FlowNode } from "../graph/compile.ts";
import { callSettingsSchema } from "../kinds/consumer.ts";
import type { Role } from "../kinds/kind.ts";
import { kindOf, kindTypes, type KindType } from "../kinds/registry.ts";
import type { Topology } from "../topology/topology.ts";
import type { KindAnswer, LossReport } from "./target.ts";

/** An answer for each kind: what a target says of the kind by name, else what it says of all kinds of its role. A new kind is answered for by its role. */
export function answersFor(roles: Readonly<Record<Role, KindAnswer>>, named: Partial<Record<KindType, KindAnswer>>): Record<KindType, KindAnswer> {
  return Object.fromEntries(kindTypes.map((kind) => [kind, named[kind] ?? roles[kindOf(kind).role]])) as Record<KindType, KindAnswer>;
}

/** What surrounds the nodes and no broker's configuration can say: objectives, zones, planned load and experiments. `broker` is how it is called. */
export function loseSurroundings(losses: LossReport, { design, slos, zones }: Topology, broker: string): void {
  for (const slo of slos) losses.setting(slo, "slos", slo, `${broker} keeps no objectives.`, "Write an alert on the broker's own metrics.");
  for (const zone of zones)
    losses.setting(zone, "zones", zone.kind, `${broker} does not take placement from here.`, "Place the brokers over the zones where they are deployed, and replicate between them.");
  if (design.scenario !== undefined)
    losses.setting({ id: "scenario", name: "Scenario" }, "scenario", design.scenario, "Planned load and experiments are no configuration.", "Keep them in the design, and run it.");
}

/** Reports what is drawn on the edges over which consumers call: what they do there, and for how long they wait. */
export function loseCallEdges(losses: LossReport, flow: Flow, why: string): void {
  const defaults: Readonly<Record<string, unknown>> = callSettingsSchema.parse({});
  for (const { id, from, type, settings } of flow.edges.values()) {
    if (type !== "call" || flow.nodes.get(from.node)?.kind !== "consumer") continue;
    for (const [property, value] of Object.entries(settings)) if (value !== defaults[property]) losses.setting({ id }, property, value, why, "Set it in the program that calls.");
  }
}

/** Why the address of a webhook is in no file, nor in the report. */
export const ADDRESS_IS_SECRET = "The address may hold a secret: it comes from the environment.";

/** Whether a setting may hold what no file should: an address is often all that one needs to post to it. */
export function isSecret({ kind }: Pick<FlowNode, "kind">, property: string): boolean {
  return kind === "webhook" && property === "url";
}

/** Reports those settings of a node that are drawn otherwise than their defaults, but for `told`, which the target says or has reported. */
export function loseDrawnSettings(losses: LossReport, node: FlowNode, told: readonly string[], why: string, instead: string): void {
  const defaults = kindOf(node.kind).settings.safeParse({}).data as Readonly<Record<string, unknown>> | undefined;
  for (const [property, value] of Object.entries(node.settings)) {
    if (!told.includes(property) && JSON.stringify(value) !== JSON.stringify(defaults?.[property])) losses.setting(node, property, isSecret(node, property) ? undefined : value, why, instead);
  }
}
