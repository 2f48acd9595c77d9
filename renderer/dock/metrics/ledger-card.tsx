import type { Ledger } from "../../../engine/contract/ledger.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { ledgerRows, type LedgerRow } from "../../../engine/contract/ledger-rows.ts";
import { dockMetricsWords } from "../../words/dock-metrics.ts";

/** Where every event of the run is, and whether it adds up. */
export function LedgerCard() {
  const ledger = useShownFrame()?.ledger;
  return (
    <section className="ledger" aria-label={dockMetricsWords.ledger}>
      <h3 className="ledger-title">
        <span>{dockMetricsWords.ledger}</span>
        {ledger && <LedgerVerdict ledger={ledger} />}
      </h3>
      <div className="ledger-rows scroll">{ledger && <LedgerTable rows={ledgerRows(ledger)} lost={ledger.lost} />}</div>
    </section>
  );
}

/** Whether both sides of the ledger are equal. */
export function LedgerVerdict({ ledger }: { readonly ledger: Ledger }) {
  if (ledger.lost > 0) return <span className="ledger-verdict" data-tone="bad">{dockMetricsWords.countLost(formatExactCount(ledger.lost))}</span>;
  if (ledger.unsettled !== 0) {
    return (
      <span className="ledger-verdict" title={dockMetricsWords.eventsBetweenTwoCountersItCloses}>
        {dockMetricsWords.countUnsettled(formatExactCount(Math.abs(ledger.unsettled)))}
      </span>
    );
  }
  return (
    <span className="ledger-verdict" data-tone="ok">
      {dockMetricsWords.closesToTheEvent}
    </span>
  );
}

/** The rows of a ledger as a table. */
export function LedgerTable({ rows, lost }: { readonly rows: readonly LedgerRow[]; readonly lost: number }) {
  return (
    <table className="ledger-table">
      <tbody>
        {rows.map((row) => (
          <tr key={row.label} title={row.help}>
            <th scope="row">{row.label}</th>
            <td data-tone={row.amount > 0 ? row.tone : undefined} data-zero={row.amount === 0}>
              {formatExactCount(row.amount)}
            </td>
          </tr>
        ))}
        <tr title={dockMetricsWords.eventsThatAreGoneAlthoughNothingEnded}>
          <th scope="row">{dockMetricsWords.lost}</th>
          <td data-tone={lost > 0 ? "bad" : "ok"}>{formatExactCount(lost)}</td>
        </tr>
      </tbody>
    </table>
  );
}
