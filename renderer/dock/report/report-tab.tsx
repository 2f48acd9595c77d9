import { useEffect, useState } from "react";
import { runStore, useRun } from "../../stores/run-store.ts";
import { NothingRun } from "../nothing-run.tsx";
import { LedgerEquation } from "./ledger-equation.tsx";
import { NodeTable } from "./node-table.tsx";
import { PredictionReport } from "./prediction-report.tsx";
import { ReportHead } from "./report-head.tsx";
import { ReportPicker } from "./report-picker.tsx";
import { Verdicts } from "./verdicts.tsx";
import "./report.css";

/** What the last runs found, one beside another if wished. */
export function ReportTab() {
  const reports = useRun((slice) => slice.reports);
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  const newest = reports[0]?.id;
  useEffect(() => runStore.getState().seeReport(), [newest]);
  const kept = reports.find(({ id }) => id === chosen) ?? reports[0];
  if (!kept) return <NothingRun>A finished run leaves its report here: what came out, what it cost, what was in the way.</NothingRun>;
  const baseline = reports.find(({ id }) => id === against && id !== kept.id)?.report;
  const { report } = kept;
  return (
    <div className="report">
      <div className="report-main scroll">
        <ReportHead report={report} baseline={baseline} />
        <Verdicts report={report} />
        <NodeTable report={report} baseline={baseline} />
        {report.predicted && <PredictionReport report={report} predicted={report.predicted} />}
      </div>
      <aside className="report-side scroll">
        <ReportPicker reports={reports} chosen={kept.id} against={against} onChoose={setChosen} onCompare={setAgainst} />
        <LedgerEquation ledger={report.ledger} />
      </aside>
    </div>
  );
}
