import { TriangleAlert } from "lucide-react";
import { displayName } from "../../../design/document/display-name.ts";
import { isOff, type Compared } from "../../../engine/contract/prediction.ts";
import type { NodeReport, PredictedReport, Report } from "../../../engine/contract/report.ts";
import { formatRate, formatShare, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { dockReportWords } from "../../words/dock-report.ts";

const FORMATS: Readonly<Record<Compared, (value: number) => string>> = { ms: formatTime, "/s": formatRate, share: formatShare };

interface Column {
  readonly title: string;
  readonly of: Compared;
  /** Undefined where it was not measured. */
  readonly read: (node: NodeReport) => number | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: dockReportWords.rate, of: "/s", read: (node) => node.throughputPerSecond },
  { title: dockReportWords.busy, of: "share", read: (node) => node.utilization },
  { title: dockReportWords.waitMean, of: "ms", read: ({ waitMs }) => (waitMs.count > 0 ? waitMs.mean : undefined) },
  { title: dockReportWords.waitP95, of: "ms", read: ({ waitMs }) => (waitMs.count > 0 ? waitMs.p95 : undefined) },
  { title: dockReportWords.serviceMean, of: "ms", read: ({ serviceMs }) => (serviceMs.count > 0 ? serviceMs.mean : undefined) },
];

/** A live run's consumers beside the forecast of the same run, and the formula that each follows (rules F2, F4). */
export function PredictionReport({ report, predicted }: { readonly report: Report; readonly predicted: PredictedReport }) {
  const nodes = useDocument((document) => document.design.nodes);
  const rows = Object.entries(report.nodes).filter(([id, node]) => node.serviceMs.count > 0 && node.utilization > 0 && predicted.nodes[id]);
  if (rows.length === 0) return null;
  const nameOf = (id: string): string => {
    const drawn = nodes.find((each) => each.id === id);
    return drawn ? displayName(drawn) : id;
  };
  return (
    <table className="table report-predicted">
      <caption>{dockReportWords.measuredAndBelowItTheForecast}</caption>
      <thead>
        <tr>
          <th scope="col">{dockReportWords.consumer}</th>
          {COLUMNS.map(({ title }) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
          <th scope="col" className="number">
            {dockReportWords.closedForm}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([id, node]) => {
          const form = predicted.closedForms[id];
          return (
            <tr key={id}>
              <td>{nameOf(id)}</td>
              {COLUMNS.map((column) => (
                <PairCell key={column.title} column={column} measured={node} forecast={predicted.nodes[id]} />
              ))}
              <td className="number" title={form?.formula}>
                {form ? dockReportWords.timeWait(formatTime(form.waitMeanMs)) : NO_NUMBER}
                {form && <small>{form.model}</small>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function PairCell({ column, measured, forecast }: { readonly column: Column; readonly measured: NodeReport; readonly forecast: NodeReport | undefined }) {
  const [value, expected] = [column.read(measured), forecast && column.read(forecast)];
  if (value === undefined) return <td className="number">{NO_NUMBER}</td>;
  const off = expected !== undefined && isOff(value, expected, column.of);
  return (
    <td className="number">
      {off && <TriangleAlert size={12} data-tone="warn" aria-label={dockReportWords.differs} />} {FORMATS[column.of](value)}
      {expected !== undefined && <small>{FORMATS[column.of](expected)}</small>}
    </td>
  );
}
