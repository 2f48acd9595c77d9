import type { Alert } from "../../design/alerts/alert.ts";
import { metricsOf } from "../../design/alerts/metric-words.ts";
import { ALERT_METRICS, type AlertMetric, type AlertMetricDefinition } from "../../design/alerts/metrics.ts";
import type { Design, DesignNode } from "../../design/document/schema.ts";

export const CONDITION_TYPES = ["threshold", "anomaly", "slo"] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

type When = Alert["when"];
export type Watched = NonNullable<When["threshold"]> | NonNullable<When["anomaly"]>;

/** A limit to begin with, in the metric's unit. */
const LIMITS: Readonly<Partial<Record<AlertMetric, number>>> = { depth: 100, inFlight: 10, capacity: 1, utilization: 0.95, waitMs: 500, serviceMs: 500, endToEndMs: 1000, errorRate: 0.05, hitRatio: 0.5, breakersOpen: 0 };
const LIMIT = 1;
/** Metrics that alarm by being low. */
const LOW: ReadonlySet<AlertMetric> = new Set(["capacity", "hitRatio"]);

/** Which of the three an alert waits for. */
export function conditionTypeOf({ slo, anomaly }: When): ConditionType {
  return slo !== undefined ? "slo" : anomaly ? "anomaly" : "threshold";
}

/** A limit on the metric of a node that matters most; undefined for a node of which nothing is measured. */
export function freshThreshold(node: DesignNode, metric = metricsOf(node)[0]): NonNullable<When["threshold"]> | undefined {
  if (metric === undefined) return undefined;
  const timed = (ALERT_METRICS[metric] as AlertMetricDefinition).timed === true;
  return { node: node.id, metric, ...(timed ? { percentile: 95 } : {}), direction: LOW.has(metric) ? "below" : "above", value: LIMITS[metric] ?? LIMIT };
}

/** The same alert waiting for something of another type, on the same node and metric where it has some; undefined where the design has nothing for it. */
export function whenOfType(type: ConditionType, when: When, design: Design): When | undefined {
  const watched = when.threshold ?? when.anomaly;
  const node = design.nodes.find(({ id }) => id === watched?.node) ?? design.nodes.find((each) => metricsOf(each).length > 0);
  switch (type) {
    case "slo": {
      const [first] = design.slos ?? [];
      return first && { slo: first.id };
    }
    case "threshold": {
      const threshold = node && freshThreshold(node, watched?.metric);
      return threshold && { threshold };
    }
    case "anomaly": {
      const metric = watched?.metric ?? (node && metricsOf(node)[0]);
      return node && metric && { anomaly: { node: node.id, metric, ...(watched?.percentile === undefined ? {} : { percentile: watched.percentile }) } };
    }
  }
}

/** The same alert on another node or metric: limits and percentiles of another metric begin anew. */
export function whenWatching(when: When, node: DesignNode, wanted: AlertMetric): When {
  const metrics = metricsOf(node);
  const metric = metrics.includes(wanted) ? wanted : metrics[0];
  if (metric === undefined) return when;
  const fresh = freshThreshold(node, metric);
  if (when.threshold) return { threshold: metric === when.threshold.metric ? { ...when.threshold, node: node.id } : (fresh ?? when.threshold) };
  if (!when.anomaly) return when;
  const { percentile, ...rest } = when.anomaly;
  const kept = metric === rest.metric ? percentile : fresh?.percentile;
  return { anomaly: { ...rest, node: node.id, metric, ...(kept === undefined ? {} : { percentile: kept }) } };
}
