import type { Report } from "../report.ts";
import { formatExactCount, formatRate, formatTime } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";

/** What a run found, in one sentence. */
export function reportSentence(report: Report): string {
  const { ledger, endToEndMs } = report;
  const latency = endToEndMs.all.count > 0 ? `, 95 % of them within ${formatTime(endToEndMs.all.p95)}` : "";
  const what = `${formatExactCount(ledger.produced)} events in ${formatDuration(Math.round(report.durationMs / 100) * 100)}; ${formatExactCount(ledger.delivered)} delivered${latency}`;
  const coarse = report.coarse ? ` Each simulated event stands for ${formatExactCount(report.coarse.eachStandsFor)}.` : "";
  return `${what}. ${lossSentence(report)} ${endSentence(report)}${coarse}`;
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
    ledger.lost > 0 && `${formatExactCount(ledger.lost)} lost without a reason`,
    dropped > 0 && `${formatExactCount(dropped)} dropped`,
    ledger.deadLettered > 0 && `${formatExactCount(ledger.deadLettered)} dead-lettered`,
    ledger.failed > 0 && `${formatExactCount(ledger.failed)} failed`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "Nothing was lost." : `${capital(parts.join(", "))}.`;
}

function endSentence({ ended, drainedMs, ledger }: Report): string {
  switch (ended) {
    case "drained":
      return drainedMs > 0 ? `All was worked off ${formatTime(drainedMs)} later.` : "";
    case "nothing-due":
      return `${formatExactCount(ledger.inFlight)} were left waiting for events that will not come, such as windows that are not full.`;
    case "drain-timeout":
      return `${formatExactCount(ledger.inFlight)} were still in flight when the wait ended after ${formatTime(drainedMs)}.`;
    case "stopped":
      return `You stopped it with ${formatExactCount(ledger.inFlight)} in flight.`;
    case "failed":
      return "The engine failed before the end.";
  }
}

/** The rate as the headline shows it. */
export function throughputText(report: Report): string {
  return formatRate(deliveredPerSecond(report));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
