import type { AlertMetric } from "../../design/alerts/metrics.ts";
import { conditionOf } from "../../design/alerts/resolve.ts";
import type { Alert } from "../../design/alerts/alert.ts";
import type { Design } from "../../design/document/schema.ts";
import type { NodeMetric } from "../stores/series.ts";

/** What is drawn of a node, as alerts name it. */
const CHARTED: Readonly<Partial<Record<NodeMetric, { readonly metric: AlertMetric; readonly percentile?: number }>>> = {
  depth: { metric: "depth" },
  inFlight: { metric: "inFlight" },
  utilization: { metric: "utilization" },
  inPerSecond: { metric: "arrivalsPerSecond" },
  outPerSecond: { metric: "throughputPerSecond" },
  waitP95Ms: { metric: "waitMs", percentile: 95 },
  serviceP95Ms: { metric: "serviceMs", percentile: 95 },
  endToEndP95Ms: { metric: "endToEndMs", percentile: 95 },
  hitRatio: { metric: "hitRatio" },
};

/** The first alert that looks at what a chart draws of a node; its limit or band belongs on that chart. */
export function alertOnChart({ alerts = [] }: Design, node: string, metric: NodeMetric): Alert | undefined {
  const drawn = CHARTED[metric];
  if (!drawn) return undefined;
  return alerts.find((alert) => {
    const condition = conditionOf(alert.when);
    return alert.enabled !== false && condition.type !== "slo" && condition.node === node && condition.metric === drawn.metric && condition.percentile === drawn.percentile;
  });
}
