import type { Report } from "../../../engine/contract/report.ts";
import { HEADLINES } from "../../../engine/contract/report-page/headlines.ts";
import { reportSentence } from "../../../engine/contract/report-page/report-sentence.ts";
import { formatTime } from "../../../design/words/numbers.ts";
import { ChangeMark } from "./change-mark.tsx";
import { dockReportWords } from "../../words/dock-report.ts";

/** The run in a sentence and in six numbers. */
export function ReportHead({ report, baseline }: { readonly report: Report; readonly baseline: Report | undefined }) {
  const interval = report.endToEndMs.all.ci95;
  return (
    <section aria-label={dockReportWords.summary}>
      <p className="report-sentence">{reportSentence(report)}</p>
      <dl className="headlines">
        {HEADLINES.map((headline) => (
          <div key={headline.label}>
            <dd>
              {headline.text(report)}
              {baseline && <ChangeMark value={headline.value(report)} before={headline.value(baseline)} was={headline.text(baseline)} better={headline.better} />}
            </dd>
            <dt>{headline.label}</dt>
          </div>
        ))}
      </dl>
      {interval !== undefined && (
        <p className="report-note">
          {dockReportWords.meanEndToEndTimeTime295(formatTime(report.endToEndMs.all.mean), formatTime(interval))}
        </p>
      )}
    </section>
  );
}
