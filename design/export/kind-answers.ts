import type { Design } from "../document/schema.ts";
import { flowOf, type Flow, type FlowNode } from "../graph/compile.ts";
import { callSettingsSchema } from "../kinds/consumer.ts";
import type { Role } from "../kinds/kind.ts";
import { kindOf, kindTypes, type KindType } from "../kinds/registry.ts";
import type { Topology } from "../topology/topology.ts";
import { alertSentence } from "../words/alert-words.ts";
import { LossReport, type KindAnswer, type Loss } from "./target.ts";

/** An answer for each kind: what a target says of the kind by name, else what it says of all kinds of its role. A new kind is answered for by its role. */
export function answersFor(roles: Readonly<Record<Role, KindAnswer>>, named: Partial<Record<KindType, KindAnswer>>): Record<KindType, KindAnswer> {
  return Object.fromEntries(kindTypes.map((kind) => [kind, named[kind] ?? roles[kindOf(kind).role]])) as Record<KindType, KindAnswer>;
}

/** What surrounds the nodes and no broker's configuration can say: objectives, zones, planned load and experiments. `broker` is how it is called. */
export function loseSurroundings(losses: LossReport, { design, slos, zones }: Topology, broker: string): void {
  for (const slo of slos) losses.setting(slo, "slos", slo, `${broker} keeps no objectives.`, "Write an alert on the broker's own metrics.");
  loseAlerts(losses, design, `${broker} neither watches nor acts.`, "Export the design to Prometheus, too, and have Alertmanager tell who acts.");
  for (const zone of zones)
    losses.setting(zone, "zones", zone.kind, `${broker} does not take placement from here.`, "Place the brokers over the zones where they are deployed, and replicate between them.");
  if (design.scenario !== undefined)
    losses.setting({ id: "scenario", name: "Scenario" }, "scenario", design.scenario, "Planned load and experiments are no configuration.", "Keep them in the design, and run it.");
}

/** Reports the alerts of a design for a target that has none. */
export function loseAlerts(losses: LossReport, design: Design, why: string, instead: string): void {
  // In words: addresses of webhooks may hold tokens.
  for (const alert of design.alerts ?? []) losses.setting(alert, "alerts", alertSentence(alert, design), why, instead);
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

/** An answer for targets that show every kind and say nothing of how it is set. */
export const SHOWN: Readonly<Record<KindType, KindAnswer>> = answersFor(
  { source: "partly", channel: "partly", log: "partly", stage: "partly", consumer: "partly", inline: "partly", callee: "partly", policy: "partly", terminal: "partly" },
  {},
);

/** Reports all that is drawn otherwise than its default on nodes and edges, and what is planned, for a target that shows the design and does not set it up. */
export function loseAllSettings(losses: LossReport, { design }: Topology, why: string, instead: string): void {
  const flow = flowOf(design);
  for (const node of flow.nodes.values()) loseDrawnSettings(losses, node, [], why, instead);
  for (const { id, settings = {} } of design.edges) for (const [property, value] of Object.entries(settings)) losses.setting({ id }, property, value, why, instead);
  if (design.scenario !== undefined) losses.setting({ id: "scenario", name: "Scenario" }, "scenario", design.scenario, why, instead);
}

/** The same for a picture, which shows no objectives either. */
export function lossesOfPicture(topology: Topology): Loss[] {
  const losses = new LossReport();
  const [why, instead] = ["A picture shows what there is and how it is joined, not how it is set.", "Keep the design beside it."];
  loseAllSettings(losses, topology, why, instead);
  for (const slo of topology.slos) losses.setting(slo, "slos", slo, why, instead);
  loseAlerts(losses, topology.design, why, instead);
  return losses.all(topology);
}
