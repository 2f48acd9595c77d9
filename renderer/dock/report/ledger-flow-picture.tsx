import type { Ledger } from "../../../engine/contract/ledger.ts";
import { flowColour, type FlowColours } from "../../../engine/contract/report-page/flow-picture.ts";
import { bandPath, ledgerFlow, type FlowBar } from "../../../engine/contract/report-page/ledger-flow.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { dockReportWords } from "../../words/dock-report.ts";

const COLOURS: FlowColours = { text: "var(--text)", muted: "var(--text-muted)", made: "var(--sources)", plain: "var(--channels)", ok: "var(--ok)", warn: "var(--warn)", bad: "var(--bad)" };

/** The ledger as a flow: bars and bands are as thick as they carry events, and both sides add up (rule E4). */
export function LedgerFlowPicture({ ledger }: { readonly ledger: Ledger }) {
  const flow = ledgerFlow(ledger);
  if (!flow) return null;
  const made = new Set(flow.made.map(({ label }) => label));
  const side = (bars: readonly FlowBar[]): string => bars.map(({ label, amount }) => `${label} ${formatExactCount(amount)}`).join(", ");
  return (
    <section className="report-flow" aria-label={dockReportWords.flowOfEvents}>
      <h3 className="report-heading">{dockReportWords.whatBecameOfEveryEvent}</h3>
      <svg viewBox={`0 0 ${flow.width} ${flow.height + 16}`} style={{ width: flow.width }} role="img" aria-label={dockReportWords.countEventsFromSideToSide2(formatExactCount(flow.total), side(flow.made), side(flow.ended))}>
        {flow.bands.map((band) => (
          <path key={`${made.has(band.label) ? "made" : "ended"}/${band.label}`} d={bandPath(band)} fill={flowColour(band.tone, made.has(band.label), COLOURS)} fillOpacity={0.32}>
            <title>{`${band.label}: ${formatExactCount(band.amount)}`}</title>
          </path>
        ))}
        <rect {...flow.middle} width={flow.barWidth} className="flow-middle" />
        <text className="flow-total" x={flow.middle.x + flow.barWidth / 2} y={flow.middle.y + flow.middle.height + 15}>
          {dockReportWords.countEvents(formatExactCount(flow.total))}
        </text>
        {flow.made.map((bar) => (
          <Bar key={bar.label} bar={bar} barWidth={flow.barWidth} isMade />
        ))}
        {flow.ended.map((bar) => (
          <Bar key={bar.label} bar={bar} barWidth={flow.barWidth} isMade={false} />
        ))}
      </svg>
    </section>
  );
}

function Bar({ bar, barWidth, isMade }: { readonly bar: FlowBar; readonly barWidth: number; readonly isMade: boolean }) {
  const colour = flowColour(bar.tone, isMade, COLOURS);
  return (
    <g>
      <title>{`${bar.label}: ${formatExactCount(bar.amount)}. ${bar.help}`}</title>
      <rect x={bar.x} y={bar.y} width={barWidth} height={bar.height} fill={colour} stroke={colour} strokeWidth={0.5} />
      <text className="flow-label" x={isMade ? bar.x - 8 : bar.x + barWidth + 8} y={bar.labelY + 4} textAnchor={isMade ? "end" : "start"}>
        <tspan className="flow-amount">{formatExactCount(bar.amount)}</tspan>
        <tspan dx={6}>{bar.label}</tspan>
      </text>
    </g>
  );
}
