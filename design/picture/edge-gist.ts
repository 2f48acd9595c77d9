import type { DesignEdge, DesignNode, Json } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";

/** What an edge's own settings come to, in a word or two: a binding's key, a rule's pattern, a target's weight. Empty where it has none that matter. */
export function edgeGist(edge: Pick<DesignEdge, "from" | "settings">, from: DesignNode | undefined): string {
  const settings = edge.settings ?? {};
  switch (from?.kind) {
    case "exchange":
      return edge.from.port === "out" ? bindingGist(settings, from) : "";
    case "eventBus":
      return patternGist(settings["pattern"]);
    case "loadBalancer":
      return typeof settings["weight"] === "number" ? `weight ${settings["weight"]}` : "";
    case "consumer":
      return edge.from.port === "call" && settings["operation"] === "write" ? "write" : "";
    case "router":
      return edge.from.port;
    default:
      return "";
  }
}

function bindingGist(settings: Record<string, Json>, exchange: DesignNode): string {
  const { type } = settingsOf(exchange, "exchange");
  if (type === "fanout") return "";
  if (type === "headers") return pairsGist(settings["headers"]);
  return typeof settings["bindingKey"] === "string" ? settings["bindingKey"] : "";
}

/** `format: pdf · urgent`: the headers that are asked for. */
function pairsGist(headers: Json | undefined): string {
  if (typeof headers !== "object" || headers === null) return "";
  return Object.entries(headers)
    .map(([name, value]) => (value === null ? name : `${name}: ${wordOf(value)}`))
    .join(" · ");
}

/** `shop · > 100`: the values that are asked for; their names are in the inspector. */
function patternGist(pattern: Json | undefined): string {
  if (typeof pattern !== "object" || pattern === null) return "";
  return leavesOf(pattern).join(" · ");
}

function leavesOf(value: Json): string[] {
  if (Array.isArray(value)) return [value.map(wordOf).join(", ")];
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return [wordOf(value)];
}

function wordOf(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wordOf).join(" ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([operator, operand]) => (operator === "numeric" ? wordOf(operand) : `${operator} ${wordOf(operand)}`))
      .join(", ");
  return String(value);
}
