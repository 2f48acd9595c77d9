import { useEffect } from "react";
import { reportView, useShownReports } from "../../stores/report-view.ts";
import { runStore, useRun } from "../../stores/run-store.ts";
import { NothingRun } from "../nothing-run.tsx";
import { AlertsReport } from "./alerts-report.tsx";
import { AuditReport } from "./audit-report.tsx";
import { ComparisonSection } from "./comparison-section.tsx";
import { ExperimentsReport } from "./experiments-report.tsx";
import { LedgerEquation } from "./ledger-equation.tsx";
import { LedgerFlowPicture } from "./ledger-flow-picture.tsx";
import { NodeTable } from "./node-table.tsx";
import { PredictionReport } from "./prediction-report.tsx";
import { ReportHead } from "./report-head.tsx";
import { ReportPicker } from "./report-picker.tsx";
import { TrendSection } from "./trend-section.tsx";
import { Verdicts } from "./verdicts.tsx";
import { dockReportWords } from "../../words/dock-report.ts";
import "./report.css";

/** What the design's last runs found, one beside another if wished, and how it went over them. */
export function ReportTab() {
  const reports = useRun((slice) => slice.reports);
  const { kept, baseline } = useShownReports(reports);
  const newest = reports[0]?.id;
  useEffect(() => runStore.getState().seeReport(), [newest]);
  if (!kept) return <NothingRun>{dockReportWords.aFinishedRunLeavesItsReportHere}</NothingRun>;
  const { report } = kept;
  return (
    <div className="report">
      <div className="report-main scroll">
        <div className="report-parts">
          <ReportHead report={report} baseline={baseline?.report} />
          <Verdicts report={report} />
          <ExperimentsReport report={report} />
          {report.alerts && <AlertsReport alerts={report.alerts} />}
          {report.audit && <AuditReport audit={report.audit} />}
          <LedgerFlowPicture ledger={report.ledger} />
          {baseline && <ComparisonSection before={baseline} after={kept} reports={reports} />}
          <NodeTable report={report} baseline={baseline?.report} />
          {report.predicted && <PredictionReport report={report} predicted={report.predicted} />}
          <TrendSection reports={reports} chosen={kept.id} />
        </div>
      </div>
      <aside className="report-side scroll">
        <ReportPicker reports={reports} chosen={kept.id} against={baseline?.id ?? null} onChoose={reportView.choose} onCompare={reportView.compare} />
        <LedgerEquation ledger={report.ledger} />
      </aside>
    </div>
  );
}
