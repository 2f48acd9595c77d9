import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { Effects } from "./dispatch.ts";
import { addEntry, meaningOf, outcomeOf } from "./outcome.ts";
import type { EndKind } from "./plan.ts";
import type { Place } from "./wiring.ts";

/** Effects with only what an outcome tells: into which channels, and how it ended. */
export function effectsOf(puts: readonly number[], ends: readonly { as: EndKind; reason?: string }[]): Effects {
  const place = (index: number): Place => ({ index }) as Place;
  return {
    puts: puts.map((index) => ({ channel: place(index) }) as Effects["puts"][number]),
    ends: ends.map(({ as, reason }) => ({ as, reason }) as Effects["ends"][number]),
  };
}

const ends: fc.Arbitrary<{ as: EndKind; reason?: string }> = fc.oneof(
  fc.record({ as: fc.constantFrom<EndKind>("delivered", "consumed", "filtered", "failed") }),
  fc.record({ as: fc.constant<EndKind>("dropped"), reason: fc.constantFrom("overflow", "unroutable", "rejected", "broker-lost") }),
);

describe("outcome", () => {
  it("E4 M4 an outcome's text says what became of an event: source, children by channel, ends", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.array(fc.nat(6), { maxLength: 8 }), fc.array(ends, { maxLength: 8 }), (source, puts, ending) => {
        fc.pre(puts.length + ending.length > 0);
        const meaning = meaningOf(outcomeOf(source, effectsOf(puts, ending)));
        expect(meaning.source).toBe(source);
        expect(meaning.entry.copies).toBe(puts.length + ending.length - 1);
        for (const as of ["delivered", "consumed", "filtered", "failed"] as const) expect(meaning.entry[as]).toBe(ending.filter((end) => end.as === as).length);
        for (const reason of ["overflow", "unroutable", "rejected", "broker-lost"])
          expect(meaning.entry.dropped[reason] ?? 0).toBe(ending.filter((end) => end.as === "dropped" && end.reason === reason).length);
        for (let channel = 0; channel <= 6; channel++) expect(meaning.puts.get(channel) ?? 0).toBe(puts.filter((put) => put === channel).length);
      }),
    );
  });

  it("E4 T3 a child in a topic counts for each group that reads it; where nobody does it is consumed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }), fc.array(fc.nat(3), { minLength: 7, maxLength: 7 }), (puts, groups) => {
        const meaning = meaningOf(outcomeOf(0, effectsOf(puts, [])), (place) => groups[place]!);
        const children = puts.reduce((sum, place) => sum + Math.max(1, groups[place]!), 0);
        expect(meaning.entry.copies).toBe(children - 1);
        expect(meaning.entry.consumed).toBe(puts.filter((place) => groups[place] === 0).length);
        for (const place of puts) expect(meaning.puts.get(place)).toBe(puts.filter((put) => put === place).length * groups[place]!);
      }),
    );
  });

  it("E4 O4 what a channel takes twice is duplicated, and no copy", () => {
    const put = effectsOf([3], []).puts[0]!;
    const twice = outcomeOf(0, { puts: [put, { ...put, isAgain: true }], ends: [] });
    expect(twice).toBe("0 +p:3 p:3");
    expect(meaningOf(twice).entry).toMatchObject({ copies: 0, duplicated: 1 });
    expect(meaningOf(twice).puts.get(3)).toBe(2);
    expect(meaningOf(twice, () => 3).entry).toMatchObject({ copies: 2, duplicated: 3 });
    expect(meaningOf(twice, () => 0).entry).toMatchObject({ copies: 0, duplicated: 1, consumed: 2 });
    expect(meaningOf("0 p:3 +deduplicated").entry).toMatchObject({ copies: 0, duplicated: 1, deduplicated: 1 });
  });

  it("E4 the order of children does not make another outcome", () => {
    expect(outcomeOf(1, effectsOf([3, 2, 3], [{ as: "delivered" }]))).toBe(outcomeOf(1, effectsOf([2, 3, 3], [{ as: "delivered" }])));
    expect(outcomeOf(0, effectsOf([4], []))).toBe("0 p:4");
    expect(outcomeOf(0, effectsOf([], [{ as: "dropped", reason: "unroutable" }]))).toBe("0 x:unroutable");
  });

  it("a reason with blanks or stars stays one word", () => {
    expect(meaningOf(outcomeOf(2, effectsOf([], [{ as: "dropped", reason: "no * room" }]))).entry.dropped).toEqual({ "no---room": 1 });
  });

  it("entries add up", () => {
    const total = emptyLedgerEntry();
    addEntry(total, meaningOf("0 delivered*2 x:overflow").entry, 3);
    addEntry(total, meaningOf("0 filtered x:overflow").entry, 1);
    expect(total).toEqual({ ...emptyLedgerEntry(), copies: 7, delivered: 6, filtered: 1, dropped: { overflow: 4 } });
  });
});
