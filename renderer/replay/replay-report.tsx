import type { Report } from "../../engine/contract/report.ts";
import { AlertsReport } from "../dock/report/alerts-report.tsx";
import { AuditReport } from "../dock/report/audit-report.tsx";
import { ExperimentsReport } from "../dock/report/experiments-report.tsx";
import { LedgerEquation } from "../dock/report/ledger-equation.tsx";
import { NodeTable } from "../dock/report/node-table.tsx";
import { PredictionReport } from "../dock/report/prediction-report.tsx";
import { ReportHead } from "../dock/report/report-head.tsx";
import { Verdicts } from "../dock/report/verdicts.tsx";
import { replayWords } from "../words/replay.ts";
import "../dock/dock.css";
import "../dock/metrics/metrics.css";
import "../dock/report/report.css";

/** What the recorded run found. */
export function ReplayReport({ report }: { readonly report: Report }) {
  return (
    <section className="replay-report report" aria-label={replayWords.report}>
      <div className="report-main scroll" tabIndex={0} role="group" aria-label={replayWords.findings}>
        <ReportHead report={report} baseline={undefined} />
        <Verdicts report={report} />
        <ExperimentsReport report={report} />
        {report.alerts && <AlertsReport alerts={report.alerts} />}
        {report.audit && <AuditReport audit={report.audit} />}
        <NodeTable report={report} baseline={undefined} />
        {report.predicted && <PredictionReport report={report} predicted={report.predicted} />}
      </div>
      <div className="report-side scroll" tabIndex={0} role="group" aria-label={replayWords.ledger}>
        <LedgerEquation ledger={report.ledger} />
      </div>
    </section>
  );
}
