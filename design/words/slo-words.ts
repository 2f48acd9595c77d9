import { displayName } from "../document/display-name.ts";
import type { Design, Slo } from "../document/schema.ts";
import { formatCount, formatRate, formatShare, formatTime } from "./numbers.ts";
import { formatDuration } from "./time-units.ts";

type Metric = Slo["metric"];

const MEASURES: Readonly<Record<Metric, string>> = {
  throughputPerSecond: "throughput",
  endToEndMs: "end-to-end time",
  waitMs: "wait",
  serviceMs: "service time",
  errorRate: "error rate",
  lost: "lost events",
  duplicates: "duplicates",
  depth: "depth",
  lag: "lag",
  utilization: "utilisation",
};

const BOUNDS: Readonly<Record<Slo["op"], string>> = { "<=": "at most", ">=": "at least", "==": "exactly" };

/** A value of a metric with its unit: `620 ms`, `12/s`, `4.2 %`, `37`. */
export function metricValue(metric: Metric, value: number): string {
  switch (metric) {
    case "endToEndMs":
    case "waitMs":
    case "serviceMs":
      return formatTime(value);
    case "throughputPerSecond":
      return formatRate(value);
    case "errorRate":
    case "utilization":
      return formatShare(value);
    default:
      return formatCount(value);
  }
}

/** What an SLO (rule O5) is about, as a noun: `p95 wait`. */
export function sloMeasure({ metric, percentile }: Pick<Slo, "metric" | "percentile">): string {
  if (!metric.endsWith("Ms")) return MEASURES[metric];
  return percentile === undefined ? `mean ${MEASURES[metric]}` : `p${percentile} ${MEASURES[metric]}`;
}

/** Whom an SLO is about: a node's name, a path of names, or everything. */
export function sloTarget({ target }: Pick<Slo, "target">, { nodes }: Pick<Design, "nodes">): string {
  if ("all" in target) return "everything";
  const nameOf = (id: string): string => displayName(nodes.find((node) => node.id === id) ?? { id });
  return "node" in target ? nameOf(target.node) : target.path.map(nameOf).join(" → ");
}

/** What must hold: `at most 500 ms`. */
export function sloBound({ metric, op, value }: Pick<Slo, "metric" | "op" | "value">): string {
  return `${BOUNDS[op]} ${metricValue(metric, value)}`;
}

/** Over what it is judged: `over the whole run`, `in every window of 10 s, missed only after 5 s of it`. */
export function sloWindow({ windowMs, forMs }: Pick<Slo, "windowMs" | "forMs">): string {
  const over = windowMs === undefined ? "over the whole run" : `in every window of ${formatDuration(windowMs)}`;
  return forMs === undefined || forMs === 0 ? over : `${over}, missed only after ${formatDuration(forMs)} of it`;
}

/** The whole of an SLO: `p95 wait of Billing at most 500 ms, over the whole run`. */
export function sloSentence(slo: Slo, design: Pick<Design, "nodes">): string {
  return `${sloMeasure(slo)} of ${sloTarget(slo, design)} ${sloBound(slo)}, ${sloWindow(slo)}`;
}
