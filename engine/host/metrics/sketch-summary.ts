import { Summary, type MetricObjectWithValues, type MetricValueWithName, type Registry } from "prom-client";

/** One line of a summary that was measured elsewhere. */
export interface Sketch {
  readonly labels: Readonly<Record<string, string>>;
  /** By quantile, in the summary's unit. */
  readonly quantiles: Readonly<Record<string, number>>;
  readonly sum: number;
  readonly count: number;
}

/** A summary whose quantiles come from merged histograms (rule M2) rather than from what this process observed. */
export class SketchSummary extends Summary {
  private readonly sketches: Sketch[] = [];

  constructor(
    private readonly definition: { readonly name: string; readonly help: string; readonly labels: readonly string[] },
    registry: Registry,
  ) {
    super({ name: definition.name, help: definition.help, labelNames: [...definition.labels], registers: [registry] });
  }

  add(sketch: Sketch): void {
    this.sketches.push(sketch);
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    const { name, help } = this.definition;
    const values = this.sketches.flatMap(({ labels, quantiles, sum, count }) => [
      ...Object.entries(quantiles).map(([quantile, value]) => ({ metricName: name, labels: { ...labels, quantile }, value })),
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ]);
    return { ...(await super.get()), name, help, values };
  }
}
