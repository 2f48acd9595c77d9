import type { LedgerEntry } from "./ledger.ts";

export interface LedgerRow {
  readonly label: string;
  readonly amount: number;
  /** Which side of the equation it is on. */
  readonly side: "made" | "ended";
  readonly tone?: "ok" | "warn" | "bad";
  /** What it means, for a tooltip. */
  readonly help: string;
}

const ALWAYS = new Set(["Produced", "Delivered", "Dead-lettered", "In flight"]);

/** The rows of a ledger in the order of its equation (rule E4); what is 0 and seldom matters is left out unless `all`. */
export function ledgerRows(ledger: LedgerEntry, { all = false } = {}): readonly LedgerRow[] {
  const dropped = Object.entries(ledger.dropped);
  const rows: readonly LedgerRow[] = [
    { label: "Produced", amount: ledger.produced, side: "made", help: "Events that producers emitted." },
    { label: "Copies", amount: ledger.copies, side: "made", help: "Additional events where one became several: n edges add n − 1." },
    { label: "Duplicates", amount: ledger.duplicated, side: "made", help: "Re-deliveries that were executed again." },
    { label: "Delivered", amount: ledger.delivered, side: "ended", tone: "ok", help: "Arrived at a sink." },
    { label: "Consumed", amount: ledger.consumed, side: "ended", help: "Processed where nothing follows." },
    { label: "Filtered", amount: ledger.filtered, side: "ended", help: "Rejected by a filter whose rejected port is not drawn." },
    { label: "Absorbed", amount: ledger.absorbed, side: "ended", help: "Joined into another event." },
    { label: "Deduplicated", amount: ledger.deduplicated, side: "ended", help: "Recognised as repeated and not executed." },
    ...dropped.map(([reason, amount]): LedgerRow => ({ label: `Dropped, ${reason}`, amount, side: "ended", tone: "bad", help: `Lost on purpose: ${reason}.` })),
    { label: "Dead-lettered", amount: ledger.deadLettered, side: "ended", tone: "bad", help: "Could not be processed and are kept in a dead letter." },
    { label: "Failed", amount: ledger.failed, side: "ended", tone: "bad", help: "Could not be processed, and no dead letter is drawn." },
    { label: "In flight", amount: ledger.inFlight, side: "ended", tone: "warn", help: "In channels and slots, counted there." },
  ];
  return all ? rows : rows.filter((row) => row.amount !== 0 || ALWAYS.has(row.label));
}
