import { useCallback, useRef } from "react";
import type { Category } from "../../../design/kinds/kind.ts";
import { seriesOf, type NodeMetric } from "../../stores/series.ts";
import { drawSparkline, SPARKLINE_LENGTH, sparklineScale, type Scale } from "../live/draw-sparkline.ts";
import { colours } from "../overlay/colours.ts";
import { Strip } from "./strip.tsx";

export interface SparklineProps {
  readonly id: string;
  readonly metric: NodeMetric;
  readonly category: Category;
}

/** The last nine seconds of one metric. */
export function Sparkline({ id, metric, category }: SparklineProps) {
  const scale = useRef<Scale | null>(null);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const { values } = seriesOf(id, metric, SPARKLINE_LENGTH);
      scale.current = sparklineScale(values, scale.current);
      const theme = colours();
      drawSparkline(context, width, height, values, scale.current, { line: theme.of(category), area: theme.of(`${category}-soft`) });
    },
    [id, metric, category],
  );
  return <Strip width={184} height={17} draw={draw} />;
}
