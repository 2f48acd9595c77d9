import { describe, expect, it } from "vitest";
import { LedgerCounter } from "./ledger-counter.ts";
import type { Effects } from "./dispatch.ts";

function became(puts: number, ends: Effects["ends"][number]["as"][], reason?: string, groups = 1): Effects {
  return { puts: Array.from({ length: puts }, () => ({ channel: { groups } }) as Effects["puts"][number]), ends: ends.map((as) => ({ as, reason }) as Effects["ends"][number]) };
}

describe("ledger counter", () => {
  it("E4 n children add n − 1 copies, none is consumed, and every loss has its reason", () => {
    const counter = new LedgerCounter(["orders", "returns"]);
    for (let n = 0; n < 4; n++) counter.produced(0);
    counter.produced(1);
    counter.became(0, became(3, []));
    counter.became(0, became(0, ["consumed"]));
    counter.became(0, became(1, ["delivered", "filtered"]));
    counter.became(0, became(0, ["dropped"], "unroutable"));
    counter.became(1, became(0, ["failed"]));
    const ledger = counter.ledger([1, 0], [3, 0]);
    expect(ledger).toMatchObject({ produced: 5, copies: 4, consumed: 1, delivered: 1, filtered: 1, failed: 1, dropped: { unroutable: 1 }, deadLettered: 1, inFlight: 3, balanced: true });
    expect(ledger.bySource?.returns).toMatchObject({ produced: 1, failed: 1, copies: 0 });
  });

  it("E4 T3 an event in a topic is a child for each group that reads it, and ends where nobody does", () => {
    const counter = new LedgerCounter(["orders"]);
    for (let n = 0; n < 3; n++) counter.produced(0);
    counter.became(0, became(1, [], undefined, 3));
    counter.became(0, became(1, ["delivered"], undefined, 2));
    counter.became(0, became(1, [], undefined, 0));
    expect(counter.ledger([], [5])).toMatchObject({ produced: 3, copies: 2 + 2, consumed: 1, delivered: 1, inFlight: 5, balanced: true });
  });

  it("E4 what is in flight is counted elsewhere, so that the equation can fail", () => {
    const counter = new LedgerCounter(["orders"]);
    counter.produced(0);
    expect(counter.ledger([], [])).toMatchObject({ unsettled: 1, balanced: false });
    expect(counter.ledger([], [1])).toMatchObject({ unsettled: 0, balanced: true });
    expect(counter.ledger([], [2])).toMatchObject({ unsettled: -1, balanced: false });
  });
});
