import { withoutExtensions } from "../../../design/document/extensions.ts";
import type { Design, DesignNode, Json } from "../../../design/document/schema.ts";

/** The design as a recording may show it to anybody: no more of any address than its host, no recorded traces, notes on nodes or foreign properties. */
export function shownDesign(design: Design): Design {
  const stripped = withoutExtensions(design as unknown as Json) as unknown as Design;
  return withHostsOnly({ ...stripped, nodes: stripped.nodes.map(shownNode) });
}

function shownNode({ notes: _notes, ...node }: DesignNode): DesignNode {
  const arrivals = node.settings?.["arrivals"];
  return isTrace(arrivals) ? { ...node, settings: { ...node.settings, arrivals: { ...arrivals, events: [] } } } : node;
}

function isTrace(arrivals: Json | undefined): arrivals is Record<string, Json> {
  return typeof arrivals === "object" && arrivals !== null && !Array.isArray(arrivals) && arrivals["process"] === "trace";
}

/** What follows an address's host may hold a token, and what comes before it a password. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@"'<>]*@)?([^\s/?#"'<>]*)[^\s"'<>]*/gi;

/** A value of JSON with every address in its texts cut to the host. */
export function withHostsOnly<Value>(value: Value): Value {
  return cut(value) as Value;
}

function cut(value: unknown): unknown {
  if (typeof value === "string") return value.replace(ADDRESS, "$1$2");
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner)]));
  return value;
}
