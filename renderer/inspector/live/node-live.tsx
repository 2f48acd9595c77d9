import { Undo2 } from "lucide-react";
import { useCallback } from "react";
import type { DesignNode } from "../../../design/document/schema.ts";
import { categoryOf, isKindType, kindOf } from "../../../design/kinds/registry.ts";
import { useCommand } from "../../commands/use-command.ts";
import { Chart } from "../../dock/metrics/chart.tsx";
import { formatNumber, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { useNodeFrame } from "../../stores/frames.ts";
import { useNodePrediction } from "../../stores/predictions.ts";
import { series, type NodeMetric } from "../../stores/series.ts";
import { Button } from "../../ui/button.tsx";
import { EndpointNote } from "./endpoint-note.tsx";
import { PredictionTable } from "./prediction-table.tsx";
import { readingsOf } from "./node-readings.ts";
import { Readings } from "./readings.tsx";
import { SlotCells } from "./slot-cells.tsx";
import { LagBars } from "./lag-bars.tsx";
import { StatsTable } from "./stats-table.tsx";

/** How a node does at the moment. */
export function NodeLive({ node }: { readonly node: DesignNode }) {
  const frame = useNodeFrame(node.id);
  const predicted = useNodePrediction(node.id);
  if (!frame) return <p className="inspector-note">Its numbers appear here while a run is on.</p>;
  const role = isKindType(node.kind) ? kindOf(node.kind).role : "inline";
  const colour = `--${categoryOf(node.kind)}`;
  return (
    <div className="live">
      <EndpointNote id={node.id} />
      <Readings readings={readingsOf(role, frame, node.kind)} />
      {node.kind === "deadLetter" && <RedriveButton />}
      {frame.slots !== undefined && frame.slots !== "" && <SlotCells slots={frame.slots} capacity={frame.capacity} />}
      {frame.lag && <LagBars lag={frame.lag} />}
      <StatsTable
        rows={[
          { label: "Wait", stats: frame.waitMs },
          { label: "Service", stats: frame.serviceMs },
          { label: "End to end", stats: frame.endToEndMs },
        ]}
      />
      {role !== "policy" && <PredictionTable role={role} frame={frame} {...predicted} />}
      {chartsOf(role, node.kind).map(({ metric, title, format, least }) => (
        <LiveChart key={metric} id={node.id} metric={metric} title={title} colour={colour} format={format} least={least} />
      ))}
    </div>
  );
}

/** Sends what lies here back, while a run is on and the redrive port is connected. */
function RedriveButton() {
  const { label, enabled, perform } = useCommand("run.redrive");
  return (
    <Button icon={Undo2} disabled={!enabled} onClick={perform} title={enabled ? undefined : "Connect its redrive port to send its events back."}>
      {label}
    </Button>
  );
}

interface ChartChoice {
  readonly metric: NodeMetric;
  readonly title: string;
  readonly format: (value: number) => string;
  readonly least: number;
}

function chartsOf(role: string, kind: string): readonly ChartChoice[] {
  const rate: ChartChoice = { metric: role === "terminal" ? "inPerSecond" : "outPerSecond", title: "Rate", format: formatRate, least: 1 };
  const wait: ChartChoice = { metric: "waitP95Ms", title: "Wait p95", format: formatTime, least: 1 };
  switch (role) {
    case "channel":
    case "log":
    case "stage":
      return [{ metric: "depth", title: "Depth", format: formatNumber, least: 5 }, wait, rate];
    case "consumer":
      return [{ metric: "utilization", title: "Busy", format: formatShare, least: 1 }, rate, wait];
    case "policy":
      return [{ metric: "replicas", title: "Replicas", format: formatNumber, least: 2 }];
    case "terminal":
      return kind === "deadLetter" ? [rate] : [rate, { metric: "endToEndP95Ms", title: "End to end p95", format: formatTime, least: 1 }];
    default:
      return [rate];
  }
}

export interface LiveChartProps extends ChartChoice {
  readonly id: string;
  readonly colour: string;
}

/** A small chart with its title. */
export function LiveChart({ id, metric, title, colour, format, least }: LiveChartProps) {
  const read = useCallback(() => series.seriesOf(id, metric, 600), [id, metric]);
  return (
    <figure className="live-chart">
      <figcaption>{title}</figcaption>
      <Chart label={`${title} over the last minute`} read={read} colour={colour} format={format} least={least} small />
    </figure>
  );
}
