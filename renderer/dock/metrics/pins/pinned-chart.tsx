import { ChevronLeft, ChevronRight, PinOff } from "lucide-react";
import { useCallback } from "react";
import { useAlertBand } from "../../../alerts/use-alert-band.ts";
import { pinStore, type Pin } from "../../../stores/pins.ts";
import { series } from "../../../stores/series.ts";
import { sessionStore } from "../../../stores/session-store.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { metricsWords } from "../../../words/metrics.ts";
import { MetricCard } from "../metric-card.tsx";
import type { ChartChoice, Charted } from "./metric-catalog.ts";

interface PinnedChartProps {
  readonly pin: Pin;
  readonly charted: Charted;
  readonly choice: ChartChoice;
  /** Under which the pins are kept. */
  readonly design: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A chart that was pinned: it can be moved among the pinned ones, and let go. */
export function PinnedChart({ pin, charted, choice, design, isFirst, isLast }: PinnedChartProps) {
  const { id, metric } = pin;
  const read = useCallback(() => series.seriesOf(id, metric), [id, metric]);
  const band = useAlertBand(id, metric);
  const title = `${charted.name}: ${choice.title.toLowerCase()}`;
  const { move, remove } = pinStore.getState();
  return (
    <MetricCard
      title={title}
      read={read}
      band={band}
      colour={charted.colour}
      split={choice.split}
      format={choice.format}
      least={choice.least}
      onOpen={() => sessionStore.getState().select(charted.isEdge ? { edges: [id] } : { nodes: [id] })}
      actions={
        <>
          <IconButton icon={ChevronLeft} label={metricsWords.moveToTheLeft(title)} disabled={isFirst} onClick={() => move(design, pin, -1)} />
          <IconButton icon={ChevronRight} label={metricsWords.moveToTheRight(title)} disabled={isLast} onClick={() => move(design, pin, 1)} />
          <IconButton icon={PinOff} label={metricsWords.unpin(title)} onClick={() => remove(design, [pin])} />
        </>
      }
    />
  );
}
