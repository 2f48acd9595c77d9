import type { DesignEdge } from "../../../design/document/schema.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { edgeCharts } from "../../dock/metrics/pins/metric-catalog.ts";
import { useChannelFrame, useEdgeFrame } from "../../stores/frames.ts";
import { LiveChart } from "./node-live.tsx";
import { troubleReadings } from "./node-readings.ts";
import { Readings } from "./readings.tsx";
import { StatsTable } from "./stats-table.tsx";
import { inspectorWords } from "../../words/inspector.ts";

/** What crosses an edge at the moment, and the queue that it stands for. */
export function EdgeLive({ edge, implicit }: { readonly edge: DesignEdge; readonly implicit: boolean }) {
  const frame = useEdgeFrame(edge.id);
  const channel = useChannelFrame(edge.id);
  if (!frame) return <p className="inspector-note">{inspectorWords.itsNumbersAppearHereWhileARun}</p>;
  return (
    <div className="live">
      <Readings
        readings={[
          { label: inspectorWords.crossing, text: formatRate(frame.perSecond) },
          ...(channel ? [{ label: inspectorWords.waiting, text: formatCount(channel.depth) }, { label: inspectorWords.inFlight, text: formatCount(channel.inFlight) }] : []),
          ...troubleReadings(frame, ["duplicates", "deadLetters"]),
        ]}
      />
      {channel && <StatsTable rows={[{ label: inspectorWords.wait, stats: channel.waitMs }]} />}
      {edgeCharts(implicit && channel !== undefined).map((choice) => (
        <LiveChart key={choice.metric} id={edge.id} choice={choice} colour={implicit ? "--channels" : "--text-muted"} />
      ))}
    </div>
  );
}
