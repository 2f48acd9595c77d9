import { displayName } from "../../design/document/display-name.ts";
import type { Design } from "../../design/document/schema.ts";
import { isOff, type Compared } from "../contract/prediction.ts";
import type { NodeReport, Report } from "../contract/report.ts";
import { milliseconds, percent, perSecond, table } from "./format.ts";

const WRITTEN: Readonly<Record<Compared, (value: number) => string>> = { ms: milliseconds, "/s": perSecond, share: percent };

/** Each consumer's forecast beside what was measured; a difference that chance does not explain is marked. Empty without a forecast. */
export function predictedPart({ predicted, nodes }: Report, design: Design): string {
  if (!predicted) return "";
  const rows = design.nodes.flatMap((node) => {
    const [measured, forecast] = [nodes[node.id], predicted.nodes[node.id]];
    return measured && forecast && forecast.serviceMs.count > 0 && node.kind === "consumer" ? [rowOf(displayName(node), measured, forecast)] : [];
  });
  if (rows.length === 0) return "";
  const forms = design.nodes.flatMap((node) => {
    const form = predicted.closedForms[node.id];
    return form ? [`  ${displayName(node)} as ${form.model}: mean wait ${milliseconds(form.waitMeanMs)}, ${percent(form.utilization)} busy in the steady state, by ${form.formula}\n`] : [];
  });
  const header = ["Measured / forecast", "out/s", "busy", "wait mean", "wait p95", "service mean"];
  return `${table([header, ...rows])}  ! further apart than max(10 %, 3 ms)\n${forms.join("")}`;
}

function rowOf(name: string, measured: NodeReport, forecast: NodeReport): string[] {
  return [
    name,
    both(measured.throughputPerSecond, forecast.throughputPerSecond, "/s"),
    both(measured.utilization, forecast.utilization, "share"),
    both(measured.waitMs.mean, forecast.waitMs.mean, "ms"),
    both(measured.waitMs.p95, forecast.waitMs.p95, "ms"),
    both(measured.serviceMs.mean, forecast.serviceMs.mean, "ms"),
  ];
}

function both(measured: number, forecast: number, of: Compared): string {
  return `${WRITTEN[of](measured)} / ${WRITTEN[of](forecast)}${isOff(measured, forecast, of) ? " !" : ""}`;
}
