import type { DesignEdge, DesignNode, Json } from "../../../design/document/schema.ts";
import { settingsOf } from "../../../design/document/settings.ts";

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
  if (type === "headers") return patternGist(settings["headers"]);
  return typeof settings["bindingKey"] === "string" ? settings["bindingKey"] : "";
}

/** `source: shop · amount: > 100`: the values that are asked for, each with the last name that leads to it. */
function patternGist(pattern: Json | undefined): string {
  if (typeof pattern !== "object" || pattern === null) return "";
  return leavesOf("", pattern).join(" · ");
}

function leavesOf(name: string, value: Json): string[] {
  if (Array.isArray(value)) return [`${name}: ${value.map(wordOf).join(", ")}`];
  if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([key, inner]) => leavesOf(key, inner));
  return [`${name}: ${wordOf(value)}`];
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
