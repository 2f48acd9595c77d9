import { checkDesign, hasErrors } from "../../design/checks/check.ts";
import type { Design, DesignEdge, DesignNode, Json } from "../../design/document/schema.ts";
import { exportTo } from "../../design/export/registry.ts";
import { edgeSchema, edgeSchemas } from "../../design/graph/edge-settings.ts";
import { flavorDefaults, type Flavor } from "../../design/kinds/database.ts";
import { kindOf, type KindType } from "../../design/kinds/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";

/**
 * Settings of nodes and edges that an export says nothing of: what changes neither a file nor the loss report when it goes back to its
 * default was silently dropped. Empty for an honest target. What is in `asked` by kind and property is not asked again: for many designs.
 */
export function silentLosses(target: string, design: Design, options: Readonly<Record<string, unknown>> = {}, asked?: Set<string>): string[] {
  const { files, losses } = exportTo(target, topologyOf(design), options);
  const written = JSON.stringify(files);
  const reported = new Set(losses.flatMap(({ id, property }) => [`${id} ${property.split(".")[0]}`]));
  // A node whose kind is lost is lost with all that it says; so is an edge that leads nowhere, and a binding whose headers cannot be asked for.
  const isReported = ({ id }: { readonly id: string }, property: string): boolean => [property, "kind", "to", "headers"].some((each) => reported.has(`${id} ${each}`));
  const wasAsked = (kind: string, property: string): boolean => asked !== undefined && (asked.has(`${kind} ${property}`) || !asked.add(`${kind} ${property}`));
  const isSilent = (of: DesignNode | DesignEdge, property: string, without: Design): boolean =>
    !isReported(of, property) && !hasErrors(checkDesign(without)) && JSON.stringify(exportTo(target, topologyOf(without), options).files) === written;
  const nodes = design.nodes.flatMap((node) =>
    withoutEach(node).flatMap(({ property, value, rest }) => {
      if (isDefault(kindOf(node.kind as KindType).settings, property, value) || hasNoEffect(design, node, property) || wasAsked(node.kind, property)) return [];
      const without = { ...design, nodes: design.nodes.map((each) => (each === node ? { ...node, settings: rest } : each)) };
      return isSilent(node, property, without) ? [`${node.kind} ${property} ${JSON.stringify(value)}`] : [];
    }),
  );
  const edges = design.edges.flatMap((edge) =>
    withoutEach(edge).flatMap(({ property, value, rest }) => {
      const [from, to] = [design.nodes.find(({ id }) => id === edge.from.node)!, design.nodes.find(({ id }) => id === edge.to.node)!];
      const schema = edgeSchema(edgeSchemas(edge, from, to));
      if ((schema !== undefined && isDefault(schema, property, value)) || edgeHasNoEffect(edge, from, property) || isReported(from, "kind") || wasAsked(`${from.kind}.${edge.from.port}>${to.kind}`, property)) return [];
      const without = { ...design, edges: design.edges.map((each) => (each === edge ? { ...edge, settings: rest } : each)) };
      return isSilent(edge, property, without) ? [`${from.kind}.${edge.from.port}>${to.kind} ${property} ${JSON.stringify(value)}`] : [];
    }),
  );
  return [...nodes, ...edges];
}

function withoutEach({ settings = {} }: DesignNode | DesignEdge): { property: string; value: Json; rest: Record<string, Json> }[] {
  return Object.entries(settings).map(([property, value]) => ({ property, value, rest: Object.fromEntries(Object.entries(settings).filter(([other]) => other !== property)) }));
}

/** What means nothing in the design either, beside what else is drawn: there is nothing to lose. */
function hasNoEffect({ nodes, edges }: Design, { id, kind, settings = {} }: DesignNode, property: string): boolean {
  if (kind === "exchange") return property === "routingKey" && (settings["type"] === "fanout" || settings["type"] === "headers");
  if (kind === "database") return property === "consistency" && settings[property] === flavorDefaults[(settings["flavor"] ?? "postgresql") as Flavor].consistency;
  if (kind === "producer") return property === "bufferLimit" && settings["whenRefused"] !== "buffer";
  if (kind !== "queue") return false;
  const deadLetters = edges.filter(({ from }) => from.node === id && from.port === "deadLetter").map(({ to }) => nodes.find((node) => node.id === to.node)?.kind);
  return (property === "overflow" && settings["maxLength"] === undefined) || (property === "backoff" && settings["attempts"] === 1) || (property === "deadLetterRoutingKey" && !deadLetters.includes("exchange"));
}

/** The same of an edge: an implicit queue has no dead letters of its own. */
function edgeHasNoEffect({ settings = {} }: DesignEdge, { kind, settings: origin = {} }: DesignNode, property: string): boolean {
  if (kind === "exchange" && property === "bindingKey") return settings[property] === "" || origin["type"] === "fanout" || origin["type"] === "headers";
  if (kind === "exchange" && property === "match") return origin["type"] !== "headers";
  return property === "deadLetterRoutingKey" || (property === "overflow" && settings["maxLength"] === undefined) || (property === "backoff" && settings["attempts"] === 1);
}

function isDefault(schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }, property: string, value: Json | undefined): boolean {
  const [parsed, defaults] = [schema.safeParse({ [property]: value }), schema.safeParse({})];
  if (!parsed.success || !defaults.success) return false;
  return JSON.stringify((parsed.data as Record<string, unknown>)[property]) === JSON.stringify((defaults.data as Record<string, unknown>)[property]);
}
