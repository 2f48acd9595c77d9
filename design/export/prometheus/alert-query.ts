import type { Alert } from "../../alerts/alert.ts";
import { ALERT_METRICS, type AlertMetricDefinition } from "../../alerts/metrics.ts";
import type { AlertCondition, WatchedMetric } from "../../alerts/resolve.ts";
import type { Slo } from "../../document/schema.ts";
import type { Topology } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";
import { aggregate, bandEnd, beyond, combine, compare, either, over, series, type Query } from "./query.ts";
import { MISSED_BY, sloQuery } from "./slo-query.ts";

/** Rates are over this long, ms: over less than a few scrapes there is none. */
const RATE_MS = 60_000;
/** A band is made of at least so long, ms, looked at so often: scrapes are seconds apart. */
const LEAST_BAND_MS = 300_000;
const BAND_STEP_MS = 5000;

/** When an alert fires, as a query; what a scrape cannot tell is in the report (rule O6). */
export function alertQuery(alert: Alert, condition: AlertCondition, topology: Topology, losses: LossReport): Query {
  if (condition.type === "slo") {
    const slo = topology.slos.find(({ id }) => id === condition.slo) as Slo;
    const { measured, target } = sloQuery(slo, topology, losses);
    return compare(measured, MISSED_BY[slo.op], target);
  }
  const measured = metricQuery(alert, condition, topology, losses);
  const unit = (ALERT_METRICS[condition.metric] as AlertMetricDefinition).unit === "ms" ? 1000 : 1;
  if (condition.type === "threshold") return compare(measured, condition.direction === "above" ? ">" : "<", condition.value / unit);
  // Equal weights over this long are as old on average as weights that are halved after a half-life.
  const rangeMs = Math.max(LEAST_BAND_MS, (2 * condition.halfLifeMs) / Math.LN2);
  losses.setting(alert, "anomaly.halfLifeMs", condition.halfLifeMs, `PromQL has no decaying weights: the band is the mean and deviation of the last ${Math.round(rangeMs / 1000)} s, values that fire included.`, "Nothing, or record the band with rules of your own.");
  const band = { rangeMs, stepMs: BAND_STEP_MS, leastDeviation: ALERT_METRICS[condition.metric].leastDeviation / unit };
  const above = beyond(measured, ">", bandEnd(measured, condition.sigmas, band));
  const below = beyond(measured, "<", bandEnd(measured, -condition.sigmas, band));
  return condition.direction === "either" ? either(above, below) : condition.direction === "above" ? above : below;
}

/** A node's metric, one value. */
function metricQuery(alert: Alert, watched: WatchedMetric, topology: Topology, losses: LossReport): Query {
  const { node, metric, percentile } = watched;
  // The same things are measured for SLOs, with the same words on what a scrape cannot tell.
  const asSlo = (sloMetric: Slo["metric"]): Query => sloQuery({ id: alert.id, name: alert.name, target: { node }, metric: sloMetric, op: "<=", value: 0, windowMs: percentile === undefined ? RATE_MS : 5000, ...(percentile === undefined ? {} : { percentile }) }, topology, losses).measured;
  const loseWindow = (): void => losses.setting(alert, "metric", metric, `A rate or a mean needs several scrapes: it is over the last ${RATE_MS / 1000} s.`, "Scrape every second, and shorten the range in the rule.");
  const rateOf = (outcome: string): Query => {
    loseWindow();
    return aggregate("sum", over("rate", series("events", { node, outcome }), RATE_MS));
  };
  switch (metric) {
    case "depth":
      return asSlo("lag");
    case "inFlight":
      return aggregate("sum", series("inFlight", { node }));
    case "capacity":
      return aggregate("sum", series("slots", { node }));
    case "utilization":
      return asSlo("utilization");
    case "arrivalsPerSecond":
      return rateOf("received");
    case "throughputPerSecond":
      loseWindow();
      return asSlo("throughputPerSecond");
    case "waitMs":
    case "serviceMs":
    case "endToEndMs":
      if (percentile === undefined) loseWindow();
      return asSlo(metric);
    case "errorRate":
      return combine(rateOf("failed"), "/", aggregate("sum", over("rate", series("events", { node, outcome: "received" }), RATE_MS)));
    case "retriesPerSecond":
      return rateOf("retried");
    case "stallsPerSecond":
      return rateOf("stalled");
    case "deadLettersPerSecond":
      return rateOf("dead_lettered");
    case "duplicatesPerSecond":
      return rateOf("duplicated");
    case "refusedPerSecond":
      return rateOf("refused");
    case "hitRatio":
      return aggregate("sum", series("hitRatio", { node }));
    case "breakersOpen":
      return aggregate("sum", series("breaker", { node, state: "open" }));
  }
}
