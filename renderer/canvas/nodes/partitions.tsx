import { useCallback, useRef } from "react";
import type { Category } from "../../../design/kinds/kind.ts";
import { frames } from "../../stores/frames.ts";
import { drawPartitions, partitionBars } from "../live/draw-partitions.ts";
import { drawSparkline, sparklineScale, type Scale, SPARKLINE_LENGTH } from "../live/draw-sparkline.ts";
import { colours } from "../overlay/colours.ts";
import { seriesOf } from "../../stores/series.ts";
import { Strip } from "./strip.tsx";

/** Px of the card that the lag's last seconds take; the partitions have the rest. */
const SPARKLINE_WIDTH = 96;
const ROOM = 12;

/** A topic's lag over the last seconds, and beside it how far behind each partition is. */
export function Partitions({ id, category }: { readonly id: string; readonly category: Category }) {
  const scale = useRef<Scale | null>(null);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const { values } = seriesOf(id, "depth", SPARKLINE_LENGTH);
      scale.current = sparklineScale(values, scale.current);
      const theme = colours();
      context.clearRect(0, 0, width, height);
      drawSparkline(context, SPARKLINE_WIDTH, height, values, scale.current, { line: theme.of(category), area: theme.of(`${category}-soft`) });
      const bars = partitionBars(frames.latest()?.nodes[id]?.lag);
      drawPartitions(context, SPARKLINE_WIDTH + ROOM, width - SPARKLINE_WIDTH - ROOM, height, bars, { bar: theme.of(category), hot: theme.warn, base: theme.faint });
    },
    [id, category],
  );
  return <Strip width={184} height={17} draw={draw} />;
}
