import { useState } from "react";
import { formatClock } from "../../format/clock.ts";
import type { NumberWithUnit } from "../../../design/words/numbers.ts";
import { useShownFrame } from "../../stores/frames.ts";
import type { Series } from "../../stores/series.ts";
import { Chart } from "./chart.tsx";

export interface MetricCardProps {
  readonly title: string;
  readonly read: () => Series;
  readonly colour: string;
  /** Writes the big number. */
  readonly split: (value: number) => NumberWithUnit;
  /** Writes the y axis. */
  readonly format: (value: number) => string;
  readonly least: number;
}

/** A number that matters and how it came to be; while the pointer is on a chart, the number of that moment. */
export function MetricCard({ title, read, colour, split, format, least }: MetricCardProps) {
  const [hovered, setHovered] = useState<{ timeMs: number; value: number } | null>(null);
  useShownFrame();
  const value = hovered?.value ?? lastOf(read());
  const { number, unit } = split(value);
  return (
    <section className="metric-card" aria-label={title}>
      <h3 className="metric-title">
        <span>{title}</span>
        {hovered && <span className="metric-moment">at {formatClock(hovered.timeMs)}</span>}
      </h3>
      <p className="metric-value">
        {number} <span className="metric-unit">{unit}</span>
      </p>
      <Chart label={`${title} over time`} read={read} colour={colour} format={format} least={least} onHover={setHovered} />
    </section>
  );
}

/** The newest value, or the one before it when the newest frame had none. */
function lastOf({ values }: Series): number {
  for (let index = values.length - 1; index >= Math.max(0, values.length - 5); index--) {
    const value = values[index];
    if (value !== undefined && !Number.isNaN(value)) return value;
  }
  return NaN;
}
