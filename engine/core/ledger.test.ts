import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsAccounted, eventsMade } from "../contract/ledger.ts";
import { ledgerOf, type ChannelCount, type SourceCount } from "./ledger.ts";

/** Counters as they lie about: one source, and channels 1 to n, kept by a random run of a random flow. */
interface Books {
  produced: number;
  sourceOutcomes: Map<string, number>;
  channels: { outcomes: Map<string, number>; present: number }[];
}

function count(outcomes: Map<string, number>, outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

/** Plays events through channels, each of which passes them on to later channels or ends them. */
function play(channelCount: number, choices: readonly number[]): Books {
  const books: Books = { produced: 0, sourceOutcomes: new Map(), channels: Array.from({ length: channelCount }, () => ({ outcomes: new Map<string, number>(), present: 0 })) };
  for (const choice of choices) {
    const at = choice % (channelCount + 1);
    const from = at === 0 ? undefined : books.channels[at - 1]!;
    if (from && from.present === 0) continue;
    const next = at + 1 + (choice % 3);
    const children = next <= channelCount ? (choice % 4 === 0 ? 2 : 1) : 0;
    const outcome = children === 2 ? `0 p:${next}*2` : children === 1 ? `0 p:${next}` : ["0 delivered", "0 consumed", "0 x:overflow", "0 delivered filtered"][choice % 4]!;
    if (children > 0) books.channels[next - 1]!.present += children;
    if (from) {
      from.present--;
      count(from.outcomes, outcome);
    } else {
      books.produced++;
      count(books.sourceOutcomes, outcome);
    }
  }
  return books;
}

function close(books: Books, store = 0) {
  const sources: SourceCount[] = [{ source: 0, produced: books.produced, pending: 0, outcomes: books.sourceOutcomes }];
  const channels: ChannelCount[] = books.channels.map(({ outcomes, present }, index) => ({ place: index + 1, outcomes, present, store: index + 1 === store, presentBySource: [present] }));
  return ledgerOf(sources, channels, ["orders"]);
}

const choices = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 120 });

describe("ledger", () => {
  it("E4 balances whatever happens, as long as nothing is lost", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), choices, (channels, each) => {
        const ledger = close(play(channels, each));
        expect(ledger).toMatchObject({ balanced: true, unsettled: 0, lost: 0, duplicated: 0 });
        expect(eventsMade(ledger)).toBe(eventsAccounted(ledger));
        expect(ledger.bySource?.orders).toMatchObject({ produced: ledger.produced, delivered: ledger.delivered, inFlight: ledger.inFlight, copies: ledger.copies });
      }),
    );
  });

  it("E4 the equation fails by exactly the events that vanished from channels", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), choices, fc.nat(), (channels, each, pick) => {
        const books = play(channels, each);
        const victims = books.channels.filter((channel) => channel.present > 0);
        fc.pre(victims.length > 0);
        const victim = victims[pick % victims.length]!;
        const gone = 1 + (pick % victim.present);
        victim.present -= gone;
        expect(close(books)).toMatchObject({ lost: gone, unsettled: gone, balanced: false, duplicated: 0 });
      }),
    );
  });

  it("E4 events that no parent claims are duplicated, and the equation holds with them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), choices, fc.nat(), fc.integer({ min: 1, max: 5 }), (channels, each, pick, extra) => {
        const books = play(channels, each);
        books.channels[pick % channels]!.present += extra;
        expect(close(books)).toMatchObject({ duplicated: extra, lost: 0, balanced: true });
      }),
    );
  });

  it("E4 a loss in one channel is not hidden by a duplicate in another", () => {
    const books = play(2, []);
    books.produced = 2;
    books.sourceOutcomes = new Map([["0 p:1", 1], ["0 p:2", 1]]);
    books.channels[0]!.present = 2;
    expect(close(books)).toMatchObject({ produced: 2, duplicated: 1, lost: 1, inFlight: 2, unsettled: 1, balanced: false });
  });

  it("E4 M4 what lies in a dead letter is dead-lettered, not in flight, also by source", () => {
    const books = play(1, []);
    books.produced = 3;
    books.sourceOutcomes = new Map([["0 p:1", 3]]);
    books.channels[0]!.present = 3;
    const ledger = close(books, 1);
    expect(ledger).toMatchObject({ deadLettered: 3, inFlight: 0, balanced: true });
    expect(ledger.bySource?.orders).toMatchObject({ produced: 3, deadLettered: 3 });
  });

  describe("of topics", () => {
    /** Three events in a topic that `groups` groups read, of whose readings so many are done. */
    function topic(groups: number, done: number, present = 3 * groups - done) {
      const channels: ChannelCount[] = [{ place: 1, outcomes: new Map([["0 delivered", done]]), present, store: false, groups, presentBySource: [present] }];
      return { channels, sources: [{ source: 0, produced: 3, pending: 0, outcomes: new Map([["0 p:1", 3]]) }] };
    }

    it("E4 T3 every group has each event for itself", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(15), (groups, done) => {
          const { channels, sources } = topic(groups, Math.min(done, 3 * groups));
          const ledger = ledgerOf(sources, channels, ["orders"]);
          expect(ledger).toMatchObject({ produced: 3, copies: 3 * (groups - 1), lost: 0, duplicated: 0, balanced: true });
          expect(ledger.bySource?.orders).toMatchObject({ copies: ledger.copies, inFlight: ledger.inFlight });
        }),
      );
    });

    it("E4 T3 what one group has too much or too little shows", () => {
      const less = topic(2, 1, 4);
      expect(ledgerOf(less.sources, less.channels, ["orders"])).toMatchObject({ lost: 1, balanced: false });
      const more = topic(2, 1, 6);
      expect(ledgerOf(more.sources, more.channels, ["orders"])).toMatchObject({ duplicated: 1, balanced: true });
    });

    it("E4 T3 a topic that nobody reads consumes what it takes", () => {
      const { channels, sources } = topic(0, 0, 0);
      expect(ledgerOf(sources, channels, ["orders"])).toMatchObject({ produced: 3, copies: 0, consumed: 3, inFlight: 0, balanced: true });
    });

    it("E4 T3 what a topic has taken before its source told is neither more produced nor unsettled", () => {
      const { channels } = topic(3, 0);
      const ledger = ledgerOf([{ source: 0, produced: 3, pending: 0, outcomes: new Map() }], channels, ["orders"], false);
      expect(ledger).toMatchObject({ produced: 3, copies: 6, inFlight: 9, unsettled: 0 });
    });
  });

  it("E4 an event produced that became nothing is unsettled", () => {
    expect(ledgerOf([{ source: 0, produced: 5, pending: 0, outcomes: new Map([["0 delivered", 4]]) }], [], ["orders"])).toMatchObject({ unsettled: 1, balanced: false });
  });

  it("E4 keeps sources apart by the root's source, wherever the event was", () => {
    const ledger = ledgerOf(
      [
        { source: 0, produced: 2, pending: 0, outcomes: new Map([["0 p:5", 2]]) },
        { source: 1, produced: 1, pending: 0, outcomes: new Map([["1 p:5", 1]]) },
      ],
      [{ place: 5, outcomes: new Map([["0 delivered", 1], ["1 x:unroutable", 1]]), present: 1, store: false, presentBySource: [1, 0] }],
      ["orders", "returns"],
    );
    expect(ledger.bySource).toMatchObject({
      orders: { produced: 2, delivered: 1, inFlight: 1, dropped: {} },
      returns: { produced: 1, delivered: 0, inFlight: 0, dropped: { unroutable: 1 } },
    });
    expect(ledger.balanced).toBe(true);
  });

  it("E4 while events are on their way differences are unsettled, neither lost nor duplicated", () => {
    const channels: ChannelCount[] = [
      { place: 1, outcomes: new Map(), present: 3, store: false },
      { place: 2, outcomes: new Map(), present: 0, store: false },
    ];
    const sources: SourceCount[] = [{ source: 0, produced: 3, pending: 0, outcomes: new Map([["0 p:1", 2], ["0 p:2", 1]]) }];
    expect(ledgerOf(sources, channels, [], false)).toMatchObject({ lost: 0, duplicated: 0, unsettled: 0 });
    expect(ledgerOf(sources, channels, [], true)).toMatchObject({ lost: 1, duplicated: 1, unsettled: 1 });
  });

  it("P5 events that wait at their source are in flight", () => {
    const ledger = ledgerOf([{ source: 0, produced: 5, pending: 2, outcomes: new Map([["0 delivered", 3]]) }], [], ["orders"]);
    expect(ledger).toMatchObject({ inFlight: 2, balanced: true });
    expect(ledger.bySource?.orders).toMatchObject({ inFlight: 2 });
  });

  it("E4 Q7 a child whose parent a full channel still holds back is a copy, neither unclaimed nor lost", () => {
    const channels: ChannelCount[] = [
      { place: 1, outcomes: new Map(), present: 1, store: false, presentBySource: [1] },
      { place: 2, outcomes: new Map(), present: 1, store: true },
    ];
    const sources: SourceCount[] = [{ source: 0, produced: 1, pending: 1, outcomes: new Map() }];
    expect(ledgerOf(sources, channels, ["orders"], true)).toMatchObject({ duplicated: 2 });
    const ledger = ledgerOf(sources, channels, ["orders"], true, [{ id: "e1", source: 0, place: 1 }, { id: "e2", source: 0, place: 2 }]);
    expect(ledger).toMatchObject({ produced: 1, copies: 2, inFlight: 2, deadLettered: 1, duplicated: 0, lost: 0, balanced: true });
    expect(ledger.bySource?.orders).toMatchObject({ copies: 2, inFlight: 2, deadLettered: 1 });
  });
});
