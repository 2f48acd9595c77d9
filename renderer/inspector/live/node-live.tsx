import { Undo2 } from "lucide-react";
import { useCallback } from "react";
import type { DesignNode } from "../../../design/document/schema.ts";
import { categoryOf, isKindType, kindOf } from "../../../design/kinds/registry.ts";
import { whereItRuns } from "../../run/where-it-runs.ts";
import { useCommand } from "../../commands/use-command.ts";
import { Chart } from "../../dock/metrics/chart.tsx";
import { nodeCharts, type ChartChoice } from "../../dock/metrics/pins/metric-catalog.ts";
import { PinToggle } from "../../dock/metrics/pins/pin-toggle.tsx";
import { useNodeFrame } from "../../stores/frames.ts";
import { useNodePrediction } from "../../stores/predictions.ts";
import { series } from "../../stores/series.ts";
import { Button } from "../../ui/button.tsx";
import { EndpointNote } from "./endpoint-note.tsx";
import { PredictionTable } from "./prediction-table.tsx";
import { readingsOf } from "./node-readings.ts";
import { Readings } from "./readings.tsx";
import { SlotCells } from "./slot-cells.tsx";
import { LagBars } from "./lag-bars.tsx";
import { StatsTable } from "./stats-table.tsx";
import { inspectorWords } from "../../words/inspector.ts";

/** So many charts are shown here; the others can be pinned. */
const MOST_CHARTS = 3;

/** How a node does at the moment. */
export function NodeLive({ node }: { readonly node: DesignNode }) {
  const frame = useNodeFrame(node.id);
  const predicted = useNodePrediction(node.id);
  if (!frame) return <p className="inspector-note">{inspectorWords.itsNumbersAppearHereWhileARun}</p>;
  const role = isKindType(node.kind) ? kindOf(node.kind).role : "inline";
  const colour = `--${categoryOf(node.kind)}`;
  return (
    <div className="live">
      <EndpointNote id={node.id} />
      <Readings readings={readingsOf(role, frame, node.kind)} />
      {node.kind === "deadLetter" && <RedriveButton />}
      {frame.slots !== undefined && frame.slots !== "" && <SlotCells slots={frame.slots} capacity={frame.capacity} where={whereItRuns(frame)} />}
      {frame.lag && <LagBars lag={frame.lag} />}
      <StatsTable
        rows={[
          { label: inspectorWords.wait, stats: frame.waitMs },
          { label: inspectorWords.service, stats: frame.serviceMs },
          { label: inspectorWords.endToEnd, stats: frame.endToEndMs },
        ]}
      />
      {role !== "policy" && <PredictionTable role={role} frame={frame} {...predicted} />}
      {nodeCharts(node)
        .slice(0, MOST_CHARTS)
        .map((choice) => (
          <LiveChart key={choice.metric} id={node.id} choice={choice} colour={colour} />
        ))}
    </div>
  );
}

/** Sends what lies here back, while a run is on and the redrive port is connected. */
function RedriveButton() {
  const { label, enabled, perform } = useCommand("run.redrive");
  return (
    <Button icon={Undo2} disabled={!enabled} onClick={perform} title={enabled ? undefined : inspectorWords.connectItsRedrivePortToSend}>
      {label}
    </Button>
  );
}

export interface LiveChartProps {
  readonly id: string;
  readonly choice: ChartChoice;
  readonly colour: string;
}

/** A small chart with its title; it can be pinned among the metrics. */
export function LiveChart({ id, choice: { metric, title, format, least }, colour }: LiveChartProps) {
  const read = useCallback(() => series.seriesOf(id, metric, 600), [id, metric]);
  return (
    <figure className="live-chart">
      <figcaption>
        {title}
        <PinToggle pin={{ id, metric }} title={title.toLowerCase()} />
      </figcaption>
      <Chart label={inspectorWords.titleOverTheLastMinute(title)} read={read} colour={colour} format={format} least={least} small />
    </figure>
  );
}
