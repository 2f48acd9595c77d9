import { useState, type ReactNode } from "react";
import { formatClock } from "../../format/clock.ts";
import type { NumberWithUnit } from "../../../design/words/numbers.ts";
import { useRun } from "../../stores/run-store.ts";
import { useShownFrame } from "../../stores/frames.ts";
import type { Mark } from "../../stores/run-state.ts";
import type { Band, Series } from "../../stores/series.ts";
import { Chart } from "./chart.tsx";
import { dockMetricsWords } from "../../words/dock-metrics.ts";

export interface MetricCardProps {
  readonly title: string;
  readonly read: () => Series;
  /** What the numbers are held against. */
  readonly band?: (() => Band) | undefined;
  readonly colour: string;
  /** Writes the big number. */
  readonly split: (value: number) => NumberWithUnit;
  /** Writes the y axis. */
  readonly format: (value: number) => string;
  readonly least: number;
  /** Shows on the canvas what this is of. */
  readonly onOpen?: () => void;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
}

/** A number that matters and how it came to be; while the pointer is on a chart, the number of that moment. */
export function MetricCard({ title, read, band, colour, split, format, least, onOpen, actions }: MetricCardProps) {
  const [hovered, setHovered] = useState<{ timeMs: number; value: number } | null>(null);
  const marks = useRun((slice) => slice.marks);
  useShownFrame();
  const mark = hovered && markNear(marks, hovered.timeMs);
  const value = hovered?.value ?? lastOf(read());
  const { number, unit } = split(value);
  // The unit does not move to and fro with the digits.
  const [widest, setWidest] = useState(1);
  if (number.length > widest) setWidest(number.length);
  return (
    <section className="metric-card" aria-label={title}>
      <h3 className="metric-title">
        {onOpen ? (
          <button type="button" className="metric-name" onClick={onOpen}>
            {title}
          </button>
        ) : (
          <span>{title}</span>
        )}
        {hovered && <span className="metric-moment">{dockMetricsWords.atClock(formatClock(hovered.timeMs))}</span>}
      </h3>
      <p className="metric-value">
        <span className="metric-number" style={{ minWidth: `${widest}ch` }}>
          {number}
        </span>{" "}
        <span className="metric-unit">{unit}</span>
        {mark && <span className="metric-mark">{mark.label}</span>}
      </p>
      {actions !== undefined && <div className="metric-actions">{actions}</div>}
      <Chart label={dockMetricsWords.titleOverTime(title)} read={read} band={band} colour={colour} format={format} least={least} onHover={setHovered} />
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

/** How near the pointer must be to a mark for its text to be shown, ms of design time. */
const NEAR_MS = 1000;

/** The change made nearest to a moment, if there was one about then. */
function markNear(marks: readonly Mark[], timeMs: number): Mark | undefined {
  const near = marks.filter(({ atMs }) => Math.abs(atMs - timeMs) <= NEAR_MS);
  return near.toSorted((a, b) => Math.abs(a.atMs - timeMs) - Math.abs(b.atMs - timeMs))[0];
}
