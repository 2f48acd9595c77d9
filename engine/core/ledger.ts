import { emptyLedgerEntry, eventsAccounted, eventsMade, type Ledger, type LedgerEntry } from "../contract/ledger.ts";
import { addEntry, meaningOf } from "./outcome.ts";

/** What a channel has counted, by outcome of the events that left it, and what is in it now. */
export interface ChannelCount {
  /** Place of the channel. */
  readonly place: number;
  /** Times each outcome happened to an event that left this channel. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Events in it: ready, waiting for their time, or held in slots. */
  readonly present: number;
  /** Those present that lie here for good: it is a dead letter. */
  readonly store: boolean;
  /** How many groups read it, of a topic: each has every event for itself. 1 where it is left out. */
  readonly groups?: number;
  /** Those present by source, where it was counted; indices as in the flow's sources. */
  readonly presentBySource?: readonly number[];
}

/** What the sources have counted. */
export interface SourceCount {
  readonly source: number;
  readonly produced: number;
  /** Events produced that wait at the source for a channel to take them. */
  readonly pending: number;
  readonly outcomes: ReadonlyMap<string, number>;
}

/** A child that is in its channel although its parent still waits for another, full one, and so has told nothing yet. */
export interface EarlyChild {
  readonly id: string;
  readonly source: number;
  readonly place: number;
}

/**
 * Closes the books (rules E4, M4) from counters that were each taken on their own: how often each outcome happened, what
 * each channel holds, what each source produced. An event that a parent says it put into a channel, but that neither left it nor
 * is in it, is lost; one that is there although no parent says so is a duplicate. While events are on their way (`settled`
 * false) such differences mean nothing and stay `unsettled`; else `onSurplus` is told those of each channel.
 */
export function ledgerOf(
  sources: readonly SourceCount[],
  channels: readonly ChannelCount[],
  sourceIds: readonly string[],
  settled = true,
  early: readonly EarlyChild[] = [],
  onSurplus: (place: number, surplus: number) => void = () => {},
): Ledger {
  const total = emptyLedgerEntry();
  const bySource = sourceIds.map(() => emptyLedgerEntry());
  const claimed = new Map<number, number>();
  const stores = new Set(channels.filter((channel) => channel.store).map((channel) => channel.place));

  const groups = new Map(channels.map((channel) => [channel.place, channel.groups ?? 1]));
  const groupsOf = (place: number): number => groups.get(place) ?? 1;

  function count(outcome: string, times: number): void {
    const meaning = meaningOf(outcome, groupsOf);
    addEntry(total, meaning.entry, times);
    const entry = bySource[meaning.source];
    if (entry) addEntry(entry, meaning.entry, times);
    for (const [place, children] of meaning.puts) {
      claimed.set(place, (claimed.get(place) ?? 0) + children * times);
      if (entry && stores.has(place)) entry.deadLettered += children * times;
    }
  }

  for (const { source, place } of early) {
    total.copies += groupsOf(place);
    claimed.set(place, (claimed.get(place) ?? 0) + groupsOf(place));
    const entry = bySource[source];
    if (!entry) continue;
    entry.copies += groupsOf(place);
    if (stores.has(place)) entry.deadLettered++;
  }
  for (const { source, produced, pending, outcomes } of sources) {
    total.produced += produced;
    total.inFlight += pending;
    const entry = bySource[source];
    if (entry) {
      entry.produced += produced;
      entry.inFlight += pending;
    }
    for (const [outcome, times] of outcomes) count(outcome, times);
  }
  for (const channel of channels)
    for (const [outcome, times] of channel.outcomes) {
      count(outcome, times);
      const entry = channel.store ? bySource[meaningOf(outcome).source] : undefined;
      if (entry) entry.deadLettered -= times;
    }

  let lost = 0;
  for (const channel of channels) {
    let left = 0;
    for (const times of channel.outcomes.values()) left += times;
    if (channel.store) total.deadLettered += channel.present;
    else total.inFlight += channel.present;
    if (!channel.store)
      for (const [source, present] of (channel.presentBySource ?? []).entries()) {
        const entry = bySource[source];
        if (entry) entry.inFlight += present;
      }
    const surplus = left + channel.present - (claimed.get(channel.place) ?? 0);
    // What a topic has taken and its emitter has not told yet is a copy for each group beyond the first.
    if (!settled && surplus > 0) total.copies += surplus - Math.ceil(surplus / Math.max(1, groupsOf(channel.place)));
    if (!settled) continue;
    if (surplus !== 0) onSurplus(channel.place, surplus);
    if (surplus > 0) total.duplicated += surplus;
    else lost -= surplus;
  }
  // The counters of a running flow are read at different moments. What has arrived was produced, whatever the source's own
  // count says by now.
  if (!settled) total.produced = Math.max(total.produced, eventsAccounted(total) - total.copies);
  return closed(total, lost, sourceIds.length > 0 ? Object.fromEntries(sourceIds.map((id, index) => [id, bySource[index] ?? emptyLedgerEntry()])) : undefined);
}

/** Adds the verdict to the lines. */
export function closed(entry: LedgerEntry, lost: number, bySource: Record<string, LedgerEntry> | undefined): Ledger {
  const unsettled = eventsMade(entry) - eventsAccounted(entry);
  const { produced, copies, duplicated, delivered, consumed, filtered, absorbed, deduplicated, dropped, deadLettered, failed, inFlight } = entry;
  // Written out, because every frame has one, and more fields behind a spread take ten times as long.
  return {
    produced,
    copies,
    duplicated,
    delivered,
    consumed,
    filtered,
    absorbed,
    deduplicated,
    dropped: { ...dropped },
    deadLettered,
    failed,
    inFlight,
    unsettled,
    balanced: unsettled === 0,
    lost,
    bySource,
  };
}
