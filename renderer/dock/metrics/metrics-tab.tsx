import { useCallback, useMemo, useState } from "react";
import { useAlertBand } from "../../alerts/use-alert-band.ts";
import { formatCount, formatNumber, formatRateNumber, formatTime, splitTime, type NumberWithUnit } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { pinKeyOf, usePins } from "../../stores/pins.ts";
import { useRun } from "../../stores/run-store.ts";
import { series } from "../../stores/series.ts";
import { useSession } from "../../stores/session-store.ts";
import { NothingRun } from "../nothing-run.tsx";
import { channelsOf, channelToShow } from "./busiest-channel.ts";
import { LedgerCard } from "./ledger-card.tsx";
import { MetricCard } from "./metric-card.tsx";
import { chartedIn } from "./pins/metric-catalog.ts";
import { PinPicker } from "./pins/pin-picker.tsx";
import { PinnedChart } from "./pins/pinned-chart.tsx";
import { dockMetricsWords } from "../../words/dock-metrics.ts";
import "./metrics.css";

/** Throughput, latency and the depth that matters, beside the ledger. */
export function MetricsTab() {
  const hasRun = useRun(({ run }) => run !== null);
  if (!hasRun) return <NothingRun>{dockMetricsWords.runTheDesignToSeeItsThroughput}</NothingRun>;
  return <Metrics />;
}

/** What matters for every design, then what was pinned for this one. */
function Metrics() {
  const design = useDocument((document) => document.design);
  const key = useDocument(pinKeyOf);
  const pins = usePins(key);
  const charted = useMemo(() => chartedIn(design), [design]);
  const shown = pins.flatMap((pin) => {
    const found = charted.find(({ id }) => id === pin.id);
    const choice = found?.choices.find(({ metric }) => metric === pin.metric);
    return found && choice ? [{ pin, charted: found, choice }] : [];
  });
  return (
    <div className="metrics">
      <div className="metric-charts scroll">
        <MetricCard title={dockMetricsWords.throughputDelivered} read={readDelivered} colour="--ok" split={eventsPerSecond} format={formatNumber} least={1} />
        <MetricCard title={dockMetricsWords.endToEndLatencyP95} read={readLatency} colour="--channels" split={splitTime} format={formatTime} least={1} />
        <DepthCard />
        {shown.map(({ pin, ...parts }, index) => (
          <PinnedChart key={`${pin.id}/${pin.metric}`} pin={pin} {...parts} design={key} isFirst={index === 0} isLast={index === shown.length - 1} />
        ))}
      </div>
      <div className="metric-side">
        <LedgerCard />
        <PinPicker charted={charted} pins={pins} design={key} />
      </div>
    </div>
  );
}

function DepthCard() {
  const selection = useSession((session) => session.selection);
  const design = useDocument((document) => document.design);
  const frame = useShownFrame();
  const [before, setBefore] = useState<string | null>(null);
  const channel = channelToShow(channelsOf(design, frame), selection, frame, before);
  const id = channel?.id ?? "";
  if (before !== id) setBefore(id);
  const title = channel ? dockMetricsWords.depthName(channel.name) : dockMetricsWords.depth;
  const read = useCallback(() => series.seriesOf(id, "depth"), [id]);
  const band = useAlertBand(id, "depth");
  return <MetricCard title={title} read={read} band={band} colour="--processing" split={events} format={formatNumber} least={5} />;
}

function readDelivered() {
  return series.overall("deliveredPerSecond");
}

function readLatency() {
  return series.overall("endToEndP95Ms");
}

function eventsPerSecond(value: number): NumberWithUnit {
  return { number: formatRateNumber(value), unit: "events/s" };
}

function events(value: number): NumberWithUnit {
  return { number: formatCount(value), unit: "events" };
}
