import type { Alert, AlertAction } from "../alerts/alert.ts";
import { alertFigure, measureOf } from "../alerts/metric-words.ts";
import { measureOfAction, resolveAlert, type AlertCondition, type AlertMeasure } from "../alerts/resolve.ts";
import { displayName } from "../document/display-name.ts";
import type { Design } from "../document/schema.ts";
import { formatShare, formatTyped } from "./numbers.ts";
import { formatDuration } from "./time-units.ts";

/** What alerts name things by. */
export type NamedParts = Pick<Design, "nodes" | "slos" | "zones">;

/** When an alert fires: `depth of Inbox above 50 for 2 s`. */
export function conditionWords(condition: AlertCondition, design: NamedParts, forMs = 0): string {
  const held = forMs > 0 ? ` for ${formatDuration(forMs)}` : "";
  if (condition.type === "slo") {
    const slo = design.slos?.find(({ id }) => id === condition.slo);
    return `SLO ${slo?.name || condition.slo} missed${held}`;
  }
  const measure = measureOf(condition, nodeIn(design, condition.node));
  if (condition.type === "threshold") return `${measure} ${condition.direction} ${alertFigure(condition.metric, condition.value)}${held}`;
  const side = condition.direction === "either" ? "off" : condition.direction;
  return `${measure} ${side} its usual by more than ${formatTyped(condition.sigmas)} σ (half-life ${formatDuration(condition.halfLifeMs)})${held}`;
}

/** What an action does: `scale Billing by 2, at most 10`. */
export function measureWords(measure: AlertMeasure, design: NamedParts): string {
  switch (measure.type) {
    case "scale": {
      const { by, to, min, max, forMs } = measure;
      const how = to === undefined ? `by ${(by ?? 0) > 0 ? "+" : "−"}${Math.abs(by ?? 0)}, ${(by ?? 0) > 0 ? `at most ${max}` : `at least ${min}`}` : `to ${to}`;
      return `scale ${nodeName(design, measure.node)} ${how}${lasting(forMs)}`;
    }
    case "restart":
      return "zone" in measure.target ? `restart zone ${zoneName(design, measure.target.zone)}` : `restart ${nodeName(design, measure.target.node)}`;
    case "openBreaker":
      return `open ${nodeName(design, measure.node)}${lasting(measure.forMs)}`;
    case "shed":
      return `shed ${formatShare(measure.share)} of ${nodeName(design, measure.node)}${lasting(measure.forMs)}`;
    case "notify":
      return `notify ${"node" in measure.target ? nodeName(design, measure.target.node) : hostOf(measure.target.url)}`;
  }
}

/** An action as it is written, in words. */
export function actionWords(action: AlertAction, design: NamedParts): string {
  return measureWords(measureOfAction(action), design);
}

/** The whole of an alert: `depth of Inbox above 50 for 2 s: scale Billing by +2, at most 10; cooldown 1 min`. */
export function alertSentence(alert: Alert, design: NamedParts): string {
  const { condition, forMs, cooldownMs, measures } = resolveAlert(alert);
  const done = measures.length === 0 ? "only told" : measures.map((measure) => measureWords(measure, design)).join(", then ");
  return `${conditionWords(condition, design, forMs)}: ${done}; cooldown ${formatDuration(cooldownMs)}${alert.enabled === false ? "; off" : ""}`;
}

/** Where an address leads: its path may hold a token, and is not shown. */
export function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url.trim())?.[1] ?? "a webhook";
}

function lasting(forMs: number | undefined): string {
  return forMs === undefined ? "" : ` for ${formatDuration(forMs)}`;
}

function nodeIn({ nodes }: NamedParts, id: string): { readonly id: string; readonly name?: string | undefined; readonly kind?: string } {
  return nodes.find((node) => node.id === id) ?? { id };
}

function nodeName(design: NamedParts, id: string): string {
  return displayName(nodeIn(design, id));
}

function zoneName({ zones }: NamedParts, id: string): string {
  return zones?.find((zone) => zone.id === id)?.name || id;
}
