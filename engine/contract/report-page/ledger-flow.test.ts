import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyLedgerEntry, eventsAccounted, eventsMade, type Ledger } from "../ledger.ts";
import { ledgerFlow } from "./ledger-flow.ts";

const amount = fc.integer({ min: 0, max: 1_000_000 });
/** Ledgers that close, that lack events, and that have too many. */
const ledgers: fc.Arbitrary<Ledger> = fc
  .record({
    produced: amount, copies: amount, duplicated: amount, delivered: amount, consumed: amount, filtered: amount, absorbed: amount, deduplicated: amount,
    deadLettered: amount, failed: amount, inFlight: amount,
    dropped: fc.dictionary(fc.constantFrom("queue full", "expired", "rate limit", "<b>"), amount),
    share: fc.double({ min: 0, max: 1, noNaN: true }), closes: fc.boolean(),
  })
  .map(({ share, closes, ...entry }) => {
    const rest = eventsMade(entry) - eventsAccounted(entry);
    if (closes) {
      const closed = rest < 0 ? { ...entry, produced: entry.produced - rest } : { ...entry, delivered: entry.delivered + rest };
      return { ...closed, unsettled: 0, balanced: true, lost: 0 };
    }
    return { ...entry, unsettled: rest, balanced: false, lost: Math.floor(Math.max(0, rest) * share) };
  });

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe("the ledger as a flow", () => {
  test("E4 adds up for every ledger: numbers to the event, heights and bands in one scale", () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const flow = ledgerFlow(ledger);
        if (flow === null) return expect(eventsMade(ledger)).toBe(0);
        const { made, ended, bands, middle, total } = flow;
        expect(sum(made.map((bar) => bar.amount))).toBe(total);
        expect(sum(ended.map((bar) => bar.amount))).toBe(total);
        expect(sum(made.map((bar) => bar.height))).toBeCloseTo(middle.height, 6);
        expect(sum(ended.map((bar) => bar.height))).toBeCloseTo(middle.height, 6);
        for (const { amount: events, thickness } of bands) expect(thickness).toBeCloseTo((events / total) * middle.height, 6);
        expect(bands.map(({ label }) => label)).toEqual([...made, ...ended].map(({ label }) => label));
      }),
    );
  });

  test("no event of the ledger is left out, and what it cannot account for is told on the side that lacks it", () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const flow = ledgerFlow(ledger);
        const of = (label: string): number => [...(flow?.made ?? []), ...(flow?.ended ?? [])].find((bar) => bar.label === label)?.amount ?? 0;
        expect([of("Produced"), of("Delivered"), of("Dead-lettered"), of("In flight"), of("Duplicates")]).toEqual([ledger.produced, ledger.delivered, ledger.deadLettered, ledger.inFlight, ledger.duplicated]);
        for (const [reason, dropped] of Object.entries(ledger.dropped)) expect(of(`Dropped, ${reason}`)).toBe(dropped);
        expect(of("Lost")).toBe(ledger.lost);
        expect(of("Lost") + of("Unsettled") - of("Not accounted for")).toBe(ledger.unsettled);
      }),
    );
  });

  test("names keep apart, bars do not overlap, and everything is within the picture", () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const flow = ledgerFlow(ledger);
        for (const side of [flow?.made ?? [], flow?.ended ?? []]) {
          for (const [index, bar] of side.entries()) {
            const before = side[index - 1];
            expect(bar.labelY - (before?.labelY ?? -100)).toBeGreaterThanOrEqual(20);
            expect(bar.y).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0));
            expect(bar.y + bar.height).toBeLessThanOrEqual(flow?.height ?? 0);
          }
        }
      }),
    );
  });

  test("a run without events has no picture", () => {
    expect(ledgerFlow({ ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0 })).toBeNull();
  });
});
