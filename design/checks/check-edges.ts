import { displayName } from "../document/display-name.ts";
import { isExtension, withoutExtensions } from "../document/extensions.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { implicitQueueSettings, settingsOf } from "../document/settings.ts";
import { edgeSchema, edgeSchemas, settingsNamedBy, type EdgeSchemas } from "../graph/edge-settings.ts";
import type { SettingsProblem } from "../kinds/kind.ts";
import { checkQueueSettings } from "../kinds/queue.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import type { Problem } from "../problem.ts";
import { misfitsOf } from "./issue-sentences.ts";
import { expressionProblems, factsOf, ofSettings } from "./node-facts.ts";
import { duplicateEdge, portKey, refusalBetween, unknownPort, type PortSite } from "./port-rules.ts";

/** What is wrong with the edges (rules G1 and G2), and which of them are sound enough to follow. */
export interface EdgeCheck {
  readonly problems: readonly Problem[];
  readonly sound: readonly DesignEdge[];
}

/** Checks every edge: both ends exist, its ports allow it, it is the only one between them, its settings fit. */
export function checkEdges(design: Design, nodes: ReadonlyMap<string, DesignNode>): EdgeCheck {
  const problems: Problem[] = [];
  const sound: DesignEdge[] = [];
  const joined = new Set<string>();
  design.edges.forEach((edge, index) => {
    const found = problemsOfEnds(edge, nodes, joined);
    joined.add(`${portKey(edge.from)}→${portKey(edge.to)}`);
    if (found.length === 0) sound.push(edge);
    for (const problem of [...found, ...problemsOfSettings(edge, nodes)])
      problems.push({ ...problem, edge: edge.id, path: ["edges", index, ...(problem.path ?? [])] });
  });
  return { problems, sound };
}

function problemsOfEnds(edge: DesignEdge, nodes: ReadonlyMap<string, DesignNode>, joined: ReadonlySet<string>): Problem[] {
  const ends = [endOf(edge, "from", nodes), endOf(edge, "to", nodes)] as const;
  const [from, to] = ends;
  const problems = ends.filter((end): end is Problem => end !== null && "severity" in end);
  if (problems.length > 0 || from === null || to === null || "severity" in from || "severity" in to) return problems;
  const refused = refusalBetween(from, to);
  if (refused !== null) return [{ severity: "error", code: "port-refused", message: `${nameOf(edge, nodes)}: ${refused}` }];
  if (from.port.parallel !== true && joined.has(`${portKey(edge.from)}→${portKey(edge.to)}`))
    return [{ severity: "error", code: "duplicate-edge", message: duplicateEdge(from.node, to.node) }];
  return [];
}

/** The port at an edge's end, or what is wrong with it; null where its node has a problem of its own that says enough. */
function endOf(edge: DesignEdge, side: "from" | "to", nodes: ReadonlyMap<string, DesignNode>): PortSite | Problem | null {
  const end = edge[side];
  const node = nodes.get(end.node);
  if (node === undefined) {
    const message = `The edge ${nameOf(edge, nodes)} ${side === "from" ? "comes from" : "leads to"} a node "${end.node}" that does not exist.`;
    return { severity: "error", code: "edge-to-nowhere", path: [side, "node"], message };
  }
  const { ports } = factsOf(node);
  if (ports === null) return null;
  const port = ports.find((each) => each.name === end.port);
  if (port !== undefined) return { node, port };
  return { severity: "error", code: "unknown-port", path: [side, "port"], message: `${nameOf(edge, nodes)}: ${unknownPort(node, end.port, ports)}` };
}

/** An edge's settings are those of the implicit queue it stands for, and those that its origin's kind gives to its edges; no other edge has any. */
function problemsOfSettings(edge: DesignEdge, nodes: ReadonlyMap<string, DesignNode>): Problem[] {
  const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
  const name = nameOf(edge, nodes);
  if (from === undefined || to === undefined || factsOf(from).kind === null || factsOf(to).kind === null) return [];
  const schemas = edgeSchemas(edge, from, to);
  const schema = edgeSchema(schemas);
  const properties = Object.keys(edge.settings ?? {}).filter((property) => !isExtension(property));
  if (schema === undefined) {
    if (properties.length === 0) return [];
    const message = `${name}: only an edge from an emitter straight to a consumer is a queue and has settings; remove ${properties.join(", ")}.`;
    return [{ severity: "error", code: "settings", path: ["settings"], message }];
  }
  const value = withoutExtensions(edge.settings ?? {}, schema);
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    const queue = schemas.queue === undefined ? [] : checkQueueSettings(implicitQueueSettings(edge));
    const own = [...problemsOfOwnSettings(edge, from, schemas.own), ...queue];
    return [...own.map((problem) => ofSettings(name, problem)), ...expressionProblems(name, schema, parsed.data)];
  }
  return misfitsOf(parsed.error, schema, value).map((misfit) => ({
    severity: "error",
    code: misfit.code === "misfit" ? "settings" : misfit.code,
    path: ["settings", ...misfit.path],
    message: `${name}: ${misfit.sentence}`,
  }));
}

/** What the origin's kind says of an edge of its own, given that the settings of both fit their schemas. */
function problemsOfOwnSettings(edge: DesignEdge, from: DesignNode, own: EdgeSchemas["own"]): readonly SettingsProblem[] {
  if (own === undefined || !isKindType(from.kind) || factsOf(from).ports === null) return [];
  return kindOf(from.kind).checkEdge?.(settingsOf(from, from.kind), own.parse(settingsNamedBy(own, edge.settings)), edge.from.port) ?? [];
}

function nameOf(edge: DesignEdge, nodes: ReadonlyMap<string, DesignNode>): string {
  const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
  return `${from ? displayName(from) : edge.from.node} → ${to ? displayName(to) : edge.to.node}`;
}
