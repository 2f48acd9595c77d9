import type { Ledger } from "../contract/ledger.ts";

/** Events dropped, of a source or of all, and those that Redis lost: it cannot tell whose they were. */
export function lostOf(ledger: Ledger, source: string | undefined): number {
  const entry = ledger.bySource?.[source ?? ""] ?? ledger;
  return Object.values(entry.dropped).reduce((sum, count) => sum + count, 0) + ledger.lost;
}

/** Events that are there once too often, of a source or of all. */
export function duplicatesOf(ledger: Ledger, source: string | undefined): number {
  return (ledger.bySource?.[source ?? ""] ?? ledger).duplicated;
}
