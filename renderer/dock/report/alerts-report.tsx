import type { Report } from "../../../engine/contract/report.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { alertsWords as words } from "../../words/alerts.ts";
import { AlertLog } from "../alerts/alert-log.tsx";

/** What the alerts of a run saw and did about it, oldest first (rule O6). */
export function AlertsReport({ alerts }: { readonly alerts: NonNullable<Report["alerts"]> }) {
  const { count, log } = alerts;
  return (
    <section className="alerts-report" aria-label={words.reportTitle}>
      <h3>{words.reportTitle}</h3>
      {log.length === 0 ? <p className="report-note">{words.reportNone}</p> : <AlertLog records={log} />}
      {count > log.length && <p className="report-note">{words.moreInFile(formatExactCount(count - log.length))}</p>}
    </section>
  );
}
