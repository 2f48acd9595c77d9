import type { Report } from "../../../engine/contract/report.ts";
import { formatExactCount, formatTime } from "../../../design/words/numbers.ts";
import { ChangeMark } from "./change-mark.tsx";
import { deliveredPerSecond, reportSentence, throughputText } from "./report-sentence.ts";

interface Headline {
  readonly label: string;
  readonly text: (report: Report) => string;
  readonly value: (report: Report) => number;
  readonly better: "more" | "less";
}

const HEADLINES: readonly Headline[] = [
  { label: "delivered", text: throughputText, value: deliveredPerSecond, better: "more" },
  ...(["p50", "p95", "p99"] as const).map((percentile): Headline => ({
    label: `end to end ${percentile}`,
    text: (report) => (report.endToEndMs.all.count > 0 ? formatTime(report.endToEndMs.all[percentile]) : "–"),
    value: (report) => (report.endToEndMs.all.count > 0 ? report.endToEndMs.all[percentile] : NaN),
    better: "less",
  })),
  { label: "dead-lettered or failed", text: (report) => formatExactCount(failedOf(report)), value: failedOf, better: "less" },
  { label: "dropped or lost", text: (report) => formatExactCount(lostOf(report)), value: lostOf, better: "less" },
];

/** The run in a sentence and in six numbers. */
export function ReportHead({ report, baseline }: { readonly report: Report; readonly baseline: Report | undefined }) {
  const interval = report.endToEndMs.all.ci95;
  return (
    <section aria-label="Summary">
      <p className="report-sentence">{reportSentence(report)}</p>
      <dl className="headlines">
        {HEADLINES.map((headline) => (
          <div key={headline.label}>
            <dd>
              {headline.text(report)}
              {baseline && <ChangeMark value={headline.value(report)} before={headline.value(baseline)} better={headline.better} />}
            </dd>
            <dt>{headline.label}</dt>
          </div>
        ))}
      </dl>
      {interval !== undefined && (
        <p className="report-note">
          Mean end to end {formatTime(report.endToEndMs.all.mean)} ± {formatTime(interval)} (95 % confidence).
        </p>
      )}
    </section>
  );
}

function failedOf({ ledger }: Report): number {
  return ledger.deadLettered + ledger.failed;
}

function lostOf({ ledger }: Report): number {
  return ledger.lost + Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
}
