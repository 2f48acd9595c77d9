import { Counter, Gauge, Registry } from "prom-client";
import { METRICS, type MetricDefinition, type MetricKey } from "../../../design/export/prometheus/metrics.ts";
import type { Stats } from "../../contract/stats.ts";
import type { TimeSum } from "../../core/executor.ts";
import { SketchSummary } from "./sketch-summary.ts";

/** A label's values, in the order of the metric's labels. */
type LabelValues = readonly (string | number)[];

type KeyOf<Type extends MetricDefinition["type"]> = { [Key in MetricKey]: (typeof METRICS)[Key]["type"] extends Type ? Key : never }[MetricKey];

/** The text of one scrape, in Prometheus' format; metrics are those of the catalogue, and appear once they have a value. */
export class Exposition {
  private readonly registry = new Registry();
  private readonly counters = new Map<MetricKey, Counter>();
  private readonly gauges = new Map<MetricKey, Gauge>();
  private readonly summaries = new Map<MetricKey, SketchSummary>();

  count(key: KeyOf<"counter">, labels: LabelValues, value: number): void {
    const counter = made(this.counters, key, (definition) => new Counter({ ...configuration(definition), registers: [this.registry] }));
    // A count that fell, because it was corrected, cannot be told by a counter.
    counter.inc(labelsOf(METRICS[key], labels), Math.max(0, value));
  }

  set(key: KeyOf<"gauge">, labels: LabelValues, value: number): void {
    made(this.gauges, key, (definition) => new Gauge({ ...configuration(definition), registers: [this.registry] })).set(labelsOf(METRICS[key], labels), value);
  }

  /** Times in ms: the last 5 s, and all of them. Quantiles of nothing are NaN, as Prometheus' own clients say it. */
  summarise(key: KeyOf<"summary">, labels: LabelValues, { count, p50, p95, p99, max }: Stats, all: TimeSum): void {
    const seconds = (ms: number): number => (count === 0 ? Number.NaN : ms / 1000);
    made(this.summaries, key, (definition) => new SketchSummary(definition, this.registry)).add({
      labels: labelsOf(METRICS[key], labels),
      quantiles: { "0.5": seconds(p50), "0.95": seconds(p95), "0.99": seconds(p99), "1": seconds(max) },
      sum: all.sum / 1000,
      count: all.count,
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

/** What a scrape's answer is of. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

function made<Metric>(known: Map<MetricKey, Metric>, key: MetricKey, make: (definition: MetricDefinition) => Metric): Metric {
  const metric = known.get(key) ?? make(METRICS[key]);
  known.set(key, metric);
  return metric;
}

function configuration({ name, help, labels }: MetricDefinition): { name: string; help: string; labelNames: string[] } {
  return { name, help, labelNames: [...labels] };
}

function labelsOf({ labels }: MetricDefinition, values: LabelValues): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, String(values[index] ?? "")]));
}
