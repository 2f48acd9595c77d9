import type { Report } from "../report.ts";
import { formatExactCount, formatRate, formatTime } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";
import { reportWords } from "../report-words.ts";

const words = reportWords.sentence;

/** What a run found, in one sentence. */
export function reportSentence(report: Report): string {
  const { ledger, endToEndMs } = report;
  const [produced, during, delivered] = [formatExactCount(ledger.produced), formatDuration(Math.round(report.durationMs / 100) * 100), formatExactCount(ledger.delivered)];
  const what = endToEndMs.all.count > 0 ? words.whatWithin(produced, during, delivered, formatTime(endToEndMs.all.p95)) : words.what(produced, during, delivered);
  const coarse = report.coarse ? words.coarse(formatExactCount(report.coarse.eachStandsFor)) : "";
  return [what, lossSentence(report), endSentence(report), coarse].filter((part) => part !== "").join(" ");
}

/** Delivered events per second. */
export function deliveredPerSecond(report: Report): number {
  return report.throughputPerSecond ?? perSecondOf(report);
}

/** The same of a report of an older version: over the time in which producers produced. */
function perSecondOf(report: Report): number {
  return report.durationMs > 0 ? report.ledger.delivered / (report.durationMs / 1000) : NaN;
}

function lossSentence({ ledger }: Report): string {
  const dropped = Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
  const parts = [
    ledger.lost > 0 && words.lost(formatExactCount(ledger.lost)),
    dropped > 0 && words.dropped(formatExactCount(dropped)),
    ledger.deadLettered > 0 && words.deadLettered(formatExactCount(ledger.deadLettered)),
    ledger.failed > 0 && words.failed(formatExactCount(ledger.failed)),
  ].filter((part) => part !== false);
  return parts.length === 0 ? words.nothingLost : words.losses(parts);
}

function endSentence({ ended, drainedMs, ledger }: Report): string {
  switch (ended) {
    case "drained":
      return drainedMs > 0 ? words.workedOff(formatTime(drainedMs)) : "";
    case "nothing-due":
      return words.nothingDue(formatExactCount(ledger.inFlight));
    case "drain-timeout":
      return words.stillInFlight(formatExactCount(ledger.inFlight), formatTime(drainedMs));
    case "stopped":
      return words.stopped(formatExactCount(ledger.inFlight));
    case "failed":
      return words.engineFailed;
  }
}

/** The rate as the headline shows it. */
export function throughputText(report: Report): string {
  return formatRate(deliveredPerSecond(report));
}
