import { eventsAccounted, eventsMade, type Ledger } from "../../../engine/contract/ledger.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { LedgerVerdict } from "../metrics/ledger-card.tsx";
import { ledgerRows, type LedgerRow } from "../../../engine/contract/ledger-rows.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** The ledger with both of its sums: what came to be equals what became of it (rule E4). */
export function LedgerEquation({ ledger }: { readonly ledger: Ledger }) {
  const rows = ledgerRows(ledger);
  return (
    <section className="ledger report-ledger" aria-label={dockReportWords.ledger}>
      <h3 className="ledger-title">
        <span>{dockReportWords.ledger}</span>
        <LedgerVerdict ledger={ledger} />
      </h3>
      <table className="ledger-table">
        <tbody>
          <Side rows={rows.filter((row) => row.side === "made")} />
          <Sum label={dockReportWords.eventsMade} amount={eventsMade(ledger)} />
          <Side rows={rows.filter((row) => row.side === "ended")} />
          <Sum label={dockReportWords.accountedFor} amount={eventsAccounted(ledger)} />
        </tbody>
      </table>
    </section>
  );
}

function Side({ rows }: { readonly rows: readonly LedgerRow[] }) {
  return rows.map((row) => (
    <tr key={row.label} title={row.help}>
      <th scope="row">{row.label}</th>
      <td data-tone={row.amount > 0 ? row.tone : undefined} data-zero={row.amount === 0}>
        {formatExactCount(row.amount)}
      </td>
    </tr>
  ));
}

function Sum({ label, amount }: { readonly label: string; readonly amount: number }) {
  return (
    <tr className="ledger-sum">
      <th scope="row">{label}</th>
      <td>{formatExactCount(amount)}</td>
    </tr>
  );
}
