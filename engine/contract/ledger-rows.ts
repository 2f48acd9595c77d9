import type { LedgerEntry } from "./ledger.ts";
import { reportWords } from "./report-words.ts";

export interface LedgerRow {
  readonly label: string;
  readonly amount: number;
  /** Which side of the equation it is on. */
  readonly side: "made" | "ended";
  readonly tone?: "ok" | "warn" | "bad";
  /** What it means, for a tooltip. */
  readonly help: string;
}

const words = reportWords.ledger;

const ALWAYS = new Set([words.produced, words.delivered, words.deadLettered, words.inFlight].map(({ label }) => label));

/** The rows of a ledger in the order of its equation (rule E4); what is 0 and seldom matters is left out unless `all`. */
export function ledgerRows(ledger: LedgerEntry, { all = false } = {}): readonly LedgerRow[] {
  const dropped = Object.entries(ledger.dropped);
  const rows: readonly LedgerRow[] = [
    { ...words.produced, amount: ledger.produced, side: "made" },
    { ...words.copies, amount: ledger.copies, side: "made" },
    { ...words.duplicates, amount: ledger.duplicated, side: "made" },
    { ...words.delivered, amount: ledger.delivered, side: "ended", tone: "ok" },
    { ...words.consumed, amount: ledger.consumed, side: "ended" },
    { ...words.filtered, amount: ledger.filtered, side: "ended" },
    { ...words.absorbed, amount: ledger.absorbed, side: "ended" },
    { ...words.deduplicated, amount: ledger.deduplicated, side: "ended" },
    ...dropped.map(([reason, amount]): LedgerRow => ({ label: words.dropped.label(reason), amount, side: "ended", tone: "bad", help: words.dropped.help(reason) })),
    { ...words.deadLettered, amount: ledger.deadLettered, side: "ended", tone: "bad" },
    { ...words.failed, amount: ledger.failed, side: "ended", tone: "bad" },
    { ...words.inFlight, amount: ledger.inFlight, side: "ended", tone: "warn" },
  ];
  return all ? rows : rows.filter((row) => row.amount !== 0 || ALWAYS.has(row.label));
}
