import { formatNumber, formatRateNumber, formatTime, splitTime } from "../../../design/words/numbers.ts";
import { MetricCard } from "../../dock/metrics/metric-card.tsx";
import "../../dock/metrics/metrics.css";
import { LagBars } from "../../inspector/live/lag-bars.tsx";
import { series } from "../../stores/series.ts";
import { galleryWords } from "../../words/gallery.ts";
import { Part } from "../part.tsx";

const words = galleryWords.charts;
const LAG = { billing: [189, 162, 513, 216, 178, 151], fraud: [90, 110, 480, 140, 60, 72] };

/** Numbers over time, and by partition. */
export function Charts() {
  return (
    <Part id="charts" title={words.title}>
      <div className="gallery-charts">
        <div className="gallery-chart">
          <MetricCard title={words.throughput} read={readRate} colour="--ok" split={(value) => ({ number: formatRateNumber(value), unit: words.perSecond })} format={formatNumber} least={1} />
        </div>
        <div className="gallery-chart">
          <MetricCard title={words.latency} read={readLatency} colour="--channels" split={splitTime} format={formatTime} least={1} />
        </div>
        <div className="gallery-chart">
          <LagBars lag={LAG} />
        </div>
      </div>
    </Part>
  );
}

function readRate() {
  return series.seriesOf("consumer-busy", "outPerSecond");
}

function readLatency() {
  return series.seriesOf("sink-busy", "endToEndP95Ms");
}
