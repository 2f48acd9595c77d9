import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useThemeName } from "../../ui/use-theme-name.ts";
import type { Plot } from "./plot.ts";
import { plotData, plotOptions } from "./plot-options.ts";

/** A plot on a canvas; the table beside it says the same in words. */
export function PlotChart({ plot, label }: { readonly plot: Plot; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeName();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = new uPlot(plotOptions(plot, element.clientWidth, element.clientHeight), plotData(plot), element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [plot, theme]);
  return <div className="chart what-if-chart" ref={place} role="img" aria-label={label} />;
}
