import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { frames } from "../../stores/frames.ts";
import type { Band, Series } from "../../stores/series.ts";
import { runStore } from "../../stores/run-store.ts";
import { useThemeName } from "../../ui/use-theme-name.ts";
import { chartOptions } from "./chart-options.ts";

export interface ChartProps {
  /** Says what is drawn, to a screen reader. */
  readonly label: string;
  /** Reads the values to draw; called four times a second. Must stay the same function while it draws the same. */
  readonly read: () => Series;
  /** Reads what the values are held against, at the same moments. Must stay the same function while it draws the same. */
  readonly band?: (() => Band) | undefined;
  readonly colour: string;
  readonly format: (value: number) => string;
  readonly least: number;
  /** The pointer stands at this moment and value on any of the charts, or on none. Must stay the same function. */
  readonly onHover?: (at: { timeMs: number; value: number } | null) => void;
  readonly small?: boolean;
}

/** A chart that is fed outside React and redrawn as numbers change on the screen. */
export function Chart({ label, read, band, colour, format, least, onHover, small = false }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeName();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = { hasBand: band !== undefined, colour, format, least, small, marks: () => runStore.getState().marks, onHover: (index: number | null) => tell(index) };
    const chart = new uPlot(chartOptions(look, element.clientWidth, element.clientHeight), dataOf(read(), band?.()), element);
    let last: string | undefined;

    function tell(index: number | null): void {
      const timeS = index === null ? undefined : chart.data[0][index];
      const value = index === null ? undefined : chart.data[1]?.[index];
      const at = timeS === undefined ? null : { timeMs: timeS * 1000, value: value ?? NaN };
      const key = `${at?.timeMs}`;
      if (key === last) return;
      last = key;
      onHover?.(at);
    }

    function redraw(): void {
      chart.setData(dataOf(read(), band?.()));
    }

    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    if (!small) uPlot.sync("metrics").sub(chart);
    const ends = [frames.subscribeShown(redraw), runStore.subscribe((now, before) => now.marks !== before.marks && chart.redraw())];
    return () => {
      ends.forEach((end) => end());
      observer.disconnect();
      chart.destroy();
    };
  }, [read, band, colour, format, least, small, onHover, theme]);

  return <div className={small ? "chart chart-small" : "chart"} ref={place} role="img" aria-label={label} />;
}

function dataOf({ timesMs, values }: Series, band: Band | undefined): uPlot.AlignedData {
  const seconds = Array.from(timesMs, (ms) => ms / 1000);
  const numbers = (of: Float64Array): (number | null)[] => Array.from(of, (value) => (Number.isNaN(value) ? null : value));
  return band === undefined ? [seconds, numbers(values)] : [seconds, numbers(values), numbers(band.low), numbers(band.high)];
}
