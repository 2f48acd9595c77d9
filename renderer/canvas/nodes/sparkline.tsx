import { useCallback, useRef } from "react";
import type { Category } from "../../../design/kinds/kind.ts";
import { predictions } from "../../stores/predictions.ts";
import { seriesOf, type NodeMetric } from "../../stores/series.ts";
import { drawForecast, drawSparkline, SPARKLINE_LENGTH, sparklineScale, type Scale } from "../live/draw-sparkline.ts";
import { colours } from "../overlay/colours.ts";
import { Strip } from "./strip.tsx";

export interface SparklineProps {
  readonly id: string;
  readonly metric: NodeMetric;
  readonly category: Category;
}

/** What the forecast beside a run says of a metric now; it knows the common ones. */
function forecastOf(id: string, metric: NodeMetric): number | undefined {
  const said = predictions.getState().shown?.nodes[id];
  return said !== undefined && (metric === "inPerSecond" || metric === "outPerSecond" || metric === "depth" || metric === "utilization") ? said[metric] : undefined;
}

/** The last nine seconds of one metric; dashed, where the forecast beside the run has it now. */
export function Sparkline({ id, metric, category }: SparklineProps) {
  const scale = useRef<Scale | null>(null);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const { values } = seriesOf(id, metric, SPARKLINE_LENGTH);
      const forecast = forecastOf(id, metric);
      scale.current = sparklineScale(forecast === undefined ? values : [...values, forecast], scale.current);
      const theme = colours();
      drawSparkline(context, width, height, values, scale.current, { line: theme.of(category), area: theme.of(`${category}-soft`) });
      if (forecast !== undefined) drawForecast(context, width, height, forecast, scale.current, theme.muted);
    },
    [id, metric, category],
  );
  return <Strip width={184} height={17} draw={draw} />;
}
