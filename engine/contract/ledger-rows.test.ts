import { describe, expect, it } from "vitest";
import { emptyLedgerEntry, eventsAccounted, eventsMade } from "./ledger.ts";
import { ledgerRows } from "./ledger-rows.ts";

describe("E4 ledger", () => {
  const ledger = { ...emptyLedgerEntry(), produced: 100, copies: 20, duplicated: 1, delivered: 90, consumed: 5, filtered: 4, dropped: { overflow: 7, expired: 3 }, deadLettered: 6, failed: 2, inFlight: 4 };

  it("shows every term of the equation, so that both sides add up", () => {
    const rows = ledgerRows(ledger, { all: true });
    const sum = (side: string) => rows.filter((row) => row.side === side).reduce((total, row) => total + row.amount, 0);
    expect(sum("made")).toBe(eventsMade(ledger));
    expect(sum("ended")).toBe(eventsAccounted(ledger));
  });

  it("leaves nothing out that is not 0", () => {
    const shown = ledgerRows(ledger).reduce((total, row) => total + row.amount, 0);
    expect(shown).toBe(eventsMade(ledger) + eventsAccounted(ledger));
    expect(ledgerRows(emptyLedgerEntry()).map((row) => row.label)).toEqual(["Produced", "Delivered", "Dead-lettered", "In flight"]);
  });
});
