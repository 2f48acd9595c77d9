import { z } from "zod";

const amount = z.number().int();

/**
 * Conservation of events (rule E4):
 * produced + copies + duplicated = delivered + consumed + filtered + absorbed + deduplicated + Σ dropped + deadLettered + failed + inFlight
 */
export const ledgerEntrySchema = z.object({
  produced: amount,
  copies: amount,
  duplicated: amount,
  delivered: amount,
  consumed: amount,
  filtered: amount,
  absorbed: amount,
  deduplicated: amount,
  dropped: z.record(z.string(), amount),
  deadLettered: amount,
  failed: amount,
  inFlight: amount,
});
export type LedgerEntry = z.output<typeof ledgerEntrySchema>;

export const ledgerSchema = ledgerEntrySchema.extend({
  /** Left side minus right side; not 0 only while events are between two counters, or when some were lost. */
  unsettled: amount,
  balanced: z.boolean(),
  /** Events that Redis no longer has although nothing ended them; 0 in a forecast. */
  lost: amount,
  bySource: z.record(z.string(), ledgerEntrySchema).optional(),
});
export type Ledger = z.output<typeof ledgerSchema>;

/** A ledger entry of zeros. */
export function emptyLedgerEntry(): LedgerEntry {
  return {
    produced: 0,
    copies: 0,
    duplicated: 0,
    delivered: 0,
    consumed: 0,
    filtered: 0,
    absorbed: 0,
    deduplicated: 0,
    dropped: {},
    deadLettered: 0,
    failed: 0,
    inFlight: 0,
  };
}

/** Left side of the equation of rule E4. */
export function eventsMade(entry: LedgerEntry): number {
  return entry.produced + entry.copies + entry.duplicated;
}

/** Right side of the equation of rule E4. */
export function eventsAccounted(entry: LedgerEntry): number {
  const dropped = Object.values(entry.dropped).reduce((sum, n) => sum + n, 0);
  return (
    entry.delivered +
    entry.consumed +
    entry.filtered +
    entry.absorbed +
    entry.deduplicated +
    dropped +
    entry.deadLettered +
    entry.failed +
    entry.inFlight
  );
}
