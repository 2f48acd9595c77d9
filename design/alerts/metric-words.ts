import { displayName } from "../document/display-name.ts";
import type { DesignNode } from "../document/schema.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { formatNumber, formatRate, formatShare, formatTime } from "../words/numbers.ts";
import { ALERT_METRIC_NAMES, ALERT_METRICS, type AlertMetric, type AlertMetricDefinition } from "./metrics.ts";

/** The metrics that a node has, in the order of the list. */
export function metricsOf({ kind }: Pick<DesignNode, "kind">): AlertMetric[] {
  if (!isKindType(kind)) return [];
  const { role } = kindOf(kind);
  return ALERT_METRIC_NAMES.filter((name) => (ALERT_METRICS[name].of as readonly string[]).some((each) => each === role || each === kind));
}

/** A value of a metric with its unit: `620 ms`, `12/s`, `4.2 %`, `37`. */
export function alertFigure(metric: AlertMetric, value: number): string {
  switch (ALERT_METRICS[metric].unit) {
    case "ms":
      return formatTime(value);
    case "share":
      return formatShare(value);
    case "perSecond":
      return formatRate(value);
    default:
      return formatNumber(value);
  }
}

/** What is looked at, as a noun: `p95 wait of Billing`. */
export function measureOf({ metric, percentile }: { readonly metric: AlertMetric; readonly percentile?: number | undefined }, node: Pick<DesignNode, "id" | "name">): string {
  const definition: AlertMetricDefinition = ALERT_METRICS[metric];
  const which = definition.timed ? (percentile === undefined ? "mean " : `p${percentile} `) : "";
  return `${which}${definition.noun} of ${displayName(node)}`;
}
