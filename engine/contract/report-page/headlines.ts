import { formatExactCount, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import type { Report } from "../report.ts";
import { reportWords } from "../report-words.ts";
import { deliveredPerSecond, throughputText } from "./report-sentence.ts";

/** A number that tells how a run went. */
export interface Headline {
  readonly label: string;
  readonly text: (report: Report) => string;
  /** NaN where it was not measured. */
  readonly value: (report: Report) => number;
  readonly better: "more" | "less";
}

const words = reportWords.headlines;

/** The six numbers of a report, in the order in which they are read. */
export const HEADLINES: readonly Headline[] = [
  { label: words.delivered, text: throughputText, value: deliveredPerSecond, better: "more" },
  ...(["p50", "p95", "p99"] as const).map((percentile): Headline => ({
    label: words.endToEnd(percentile),
    text: (report) => (report.endToEndMs.all.count > 0 ? formatTime(report.endToEndMs.all[percentile]) : NO_NUMBER),
    value: (report) => (report.endToEndMs.all.count > 0 ? report.endToEndMs.all[percentile] : NaN),
    better: "less",
  })),
  { label: words.failed, text: (report) => formatExactCount(failedOf(report)), value: failedOf, better: "less" },
  { label: words.lost, text: (report) => formatExactCount(lostOf(report)), value: lostOf, better: "less" },
];

/** Events that could not be processed. */
export function failedOf({ ledger }: Report): number {
  return ledger.deadLettered + ledger.failed;
}

/** Events that are gone, on purpose or not. */
export function lostOf({ ledger }: Report): number {
  return ledger.lost + Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
}
