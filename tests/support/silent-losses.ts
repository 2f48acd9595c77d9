import { checkDesign, hasErrors } from "../../design/checks/check.ts";
import type { Design, DesignNode, Json } from "../../design/document/schema.ts";
import { exportTo } from "../../design/export/registry.ts";
import { flavorDefaults, type Flavor } from "../../design/kinds/database.ts";
import { kindOf, type KindType } from "../../design/kinds/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";

/**
 * Settings of nodes that an export says nothing of: what changes neither a file nor the loss report when it goes back to its default was
 * silently dropped. Empty for an honest target.
 */
export function silentLosses(target: string, design: Design, options: Readonly<Record<string, unknown>> = {}): string[] {
  const { files, losses } = exportTo(target, topologyOf(design), options);
  const reported = new Set(losses.flatMap(({ id, property }) => [`${id} ${property.split(".")[0]}`]));
  return design.nodes.flatMap((node) =>
    Object.keys(node.settings ?? {}).flatMap((property) => {
      if (reported.has(`${node.id} ${property}`) || reported.has(`${node.id} kind`)) return [];
      const { [property]: value, ...rest } = node.settings ?? {};
      if (sameAsDefault(node.kind as KindType, property, value) || hasNoEffect(design, node, property)) return [];
      const without = { ...design, nodes: design.nodes.map((each) => (each === node ? { ...node, settings: rest } : each)) };
      if (hasErrors(checkDesign(without))) return [];
      const changed = exportTo(target, topologyOf(without), options);
      return JSON.stringify(changed.files) === JSON.stringify(files) ? [`${node.kind} ${property} ${JSON.stringify(value)}`] : [];
    }),
  );
}

/** What means nothing in the design either, beside what else is drawn: there is nothing to lose. */
function hasNoEffect({ nodes, edges }: Design, { id, kind, settings = {} }: DesignNode, property: string): boolean {
  if (kind === "exchange") return property === "routingKey" && (settings["type"] === "fanout" || settings["type"] === "headers");
  if (kind === "database") return property === "consistency" && settings[property] === flavorDefaults[(settings["flavor"] ?? "postgresql") as Flavor].consistency;
  if (kind !== "queue") return false;
  const deadLetters = edges.filter(({ from }) => from.node === id && from.port === "deadLetter").map(({ to }) => nodes.find((node) => node.id === to.node)?.kind);
  return (property === "overflow" && settings["maxLength"] === undefined) || (property === "backoff" && settings["attempts"] === 1) || (property === "deadLetterRoutingKey" && !deadLetters.includes("exchange"));
}

function sameAsDefault(kind: KindType, property: string, value: Json | undefined): boolean {
  const parsed = kindOf(kind).settings.safeParse({ [property]: value });
  const defaults = kindOf(kind).settings.safeParse({});
  if (!parsed.success || !defaults.success) return false;
  return JSON.stringify((parsed.data as Record<string, unknown>)[property]) === JSON.stringify((defaults.data as Record<string, unknown>)[property]);
}
