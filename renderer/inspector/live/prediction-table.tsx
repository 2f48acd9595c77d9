import { TriangleAlert } from "lucide-react";
import type { NodeFrame } from "../../../engine/contract/frame.ts";
import { isOff, type Compared, type NodePrediction } from "../../../engine/contract/prediction.ts";
import type { ClosedForm } from "../../../engine/contract/report.ts";
import { formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { inspectorWords } from "../../words/inspector.ts";
import { Sentence } from "../../words/sentence.tsx";

const FORMATS: Readonly<Record<Compared, (value: number) => string>> = { ms: formatTime, "/s": formatRate, share: formatShare };

interface Pair {
  readonly label: string;
  readonly measured: number;
  readonly forecast: number;
  readonly of: Compared;
}

export interface PredictionTableProps {
  readonly role: string;
  readonly frame: NodeFrame;
  readonly prediction: NodePrediction | undefined;
  readonly closedForm: ClosedForm | undefined;
}

/** What is measured beside what is forecast for the same moment of the same run, with differences flagged (rule F4). */
export function PredictionTable({ role, frame, prediction, closedForm }: PredictionTableProps) {
  if (!prediction) return null;
  const pairs = pairsOf(role, frame, prediction);
  return (
    <section className="prediction" aria-label={inspectorWords.measuredBesideForecast}>
      <table className="stats">
        <thead>
          <tr>
            <th scope="col">{inspectorWords.compared}</th>
            <th scope="col">{inspectorWords.measured}</th>
            <th scope="col">{inspectorWords.forecast}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ label, measured, forecast, of }) => {
            const off = isOff(measured, forecast, of);
            return (
              <tr key={label} data-off={off}>
                <th scope="row">{label}</th>
                <td>
                  {off && <TriangleAlert size={12} data-tone="warn" aria-label={inspectorWords.differs} />}
                  {FORMATS[of](measured)}
                </td>
                <td>{FORMATS[of](forecast)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {closedForm && (
        <p className="prediction-form">
          <Sentence text={inspectorWords.closedForm(formatTime(closedForm.waitMeanMs), formatShare(closedForm.utilization), closedForm.formula)} parts={[<b key="model">{closedForm.model}</b>]} />
        </p>
      )}
    </section>
  );
}

/** The numbers of a role that both know; times once there are some. */
function pairsOf(role: string, frame: NodeFrame, prediction: NodePrediction): readonly Pair[] {
  const rate: Pair = { label: role === "terminal" ? inspectorWords.rateIn : inspectorWords.rateOut, measured: role === "terminal" ? frame.inPerSecond : frame.outPerSecond, forecast: role === "terminal" ? prediction.inPerSecond : prediction.outPerSecond, of: "/s" };
  const times = (label: string, name: "waitMs" | "serviceMs", statistic: "mean" | "p95"): Pair[] =>
    frame[name].count > 0 && prediction[name].count > 0 ? [{ label, measured: frame[name][statistic], forecast: prediction[name][statistic], of: "ms" }] : [];
  const busy: Pair[] = role === "consumer" ? [{ label: inspectorWords.busyLabel, measured: frame.utilization, forecast: prediction.utilization, of: "share" }] : [];
  const service = role === "consumer" ? times(inspectorWords.serviceMean, "serviceMs", "mean") : [];
  return [rate, ...busy, ...times(inspectorWords.waitMean, "waitMs", "mean"), ...times(inspectorWords.waitP95, "waitMs", "p95"), ...service];
}
