import { useRun } from "../../stores/run-store.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** A dot while the newest report has not been looked at. */
export function ReportBadge() {
  const isNew = useRun(({ reports, seenReport }) => reports[0] !== undefined && reports[0].id !== seenReport);
  return isNew ? <span className="badge" data-level="new" role="img" aria-label={dockReportWords.new} /> : null;
}
