import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { trendPlaces, trendsOf, trendWords, type Trend } from "../../../engine/contract/report-page/trends.ts";
import { NO_NUMBER } from "../../../design/words/numbers.ts";
import { formatMoment } from "../../format/clock.ts";
import { reportView } from "../../stores/report-view.ts";
import { dockReportWords } from "../../words/dock-report.ts";
import { reportTitle } from "./report-title.ts";

interface TrendSectionProps {
  /** Newest first. */
  readonly reports: readonly KeptReport[];
  /** Id of the report that is shown. */
  readonly chosen: number;
}

/** How the design's numbers went over its runs, and what was changed between them. */
export function TrendSection({ reports, chosen }: TrendSectionProps) {
  if (reports.length < 2) return null;
  const trends = trendsOf(reports);
  return (
    <section className="report-trends" aria-label={dockReportWords.trends}>
      <h3 className="report-heading">
        {dockReportWords.overTheLastRuns(reports.length)}
        <small>
          <i className="trend-key" data-mode="live" /> {dockReportWords.liveInline} <i className="trend-key" data-mode="forecast" /> {dockReportWords.forecastInline} <i className="trend-key-change" /> {dockReportWords.settingsChangedBefore}
        </small>
      </h3>
      <div className="trend-charts">
        {trends.map((trend) => (
          <TrendChart key={trend.title} trend={trend} chosen={chosen} />
        ))}
      </div>
      <table className="table trend-runs">
        <thead>
          <tr>
            <th scope="col">{dockReportWords.run}</th>
            {trends.map(({ title }) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
            <th scope="col">{dockReportWords.changedBefore}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((kept, index) => {
            const { id, endedAt, changes } = kept;
            return (
              <tr key={id} data-chosen={id === chosen}>
                <td>
                  <button type="button" className="link" aria-current={id === chosen ? "true" : undefined} onClick={() => reportView.choose(id)}>
                    {reportTitle(kept)}
                  </button>{" "}
                  <small>{formatMoment(endedAt)}</small>
                </td>
                {trends.map(({ title, points, format }) => {
                  const value = points.at(-1 - index)?.value;
                  return (
                    <td key={title} className="number">
                      {value == null ? NO_NUMBER : format(value)}
                    </td>
                  );
                })}
                <td className="trend-changes" title={changes.join("\n")}>
                  {changes.join("; ")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const WIDTH = 200;
const HEIGHT = 64;
const MARGIN = 7;

function TrendChart({ trend, chosen }: { readonly trend: Trend; readonly chosen: number }) {
  const places = trendPlaces(trend).map((place) => ({ ...place, left: MARGIN + place.x * (WIDTH - 2 * MARGIN), top: place.y === null ? null : MARGIN + place.y * (HEIGHT - 2 * MARGIN) }));
  const measured = places.filter(({ top }) => top !== null);
  const shown = places.find(({ id }) => id === chosen);
  return (
    <figure className="trend">
      <figcaption>
        {trend.title} <b>{shown?.value == null ? NO_NUMBER : trend.format(shown.value)}</b>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={trendWords(trend)}>
        <line className="trend-floor" x1={0} x2={WIDTH} y1={HEIGHT - MARGIN} y2={HEIGHT - MARGIN} />
        {places
          .filter(({ changes }) => changes.length > 0)
          .map(({ id, left, changes }) => (
            <line key={id} className="trend-change" x1={left} x2={left} y1={0} y2={HEIGHT}>
              <title>{changes.join("\n")}</title>
            </line>
          ))}
        <polyline className="trend-line" points={measured.map(({ left, top }) => `${left.toFixed(1)},${(top ?? 0).toFixed(1)}`).join(" ")} />
        {measured.map(({ id, left, top, mode, value, changes }) => (
          <circle key={id} className="trend-point" data-mode={mode} data-chosen={id === chosen} cx={left} cy={top ?? 0} r={id === chosen ? 4.5 : 3} onClick={() => reportView.choose(id)}>
            <title>{[`#${id} ${mode === "live" ? dockReportWords.live : dockReportWords.forecast}: ${value === null ? NO_NUMBER : trend.format(value)}`, ...changes].join("\n")}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}
