import { emptyLedgerEntry, type Ledger, type LedgerEntry } from "../contract/ledger.ts";
import type { Effects } from "./dispatch.ts";
import { closed } from "./ledger.ts";

/** Keeps a ledger by counting each event as it becomes something else; what is in flight is counted elsewhere. */
export class LedgerCounter {
  private readonly bySource: LedgerEntry[];
  private lost = 0;

  constructor(private readonly sourceIds: readonly string[]) {
    this.bySource = sourceIds.map(() => emptyLedgerEntry());
  }

  produced(source: number): void {
    this.entry(source).produced++;
  }

  /** One event became these effects. */
  became(source: number, effects: Effects): void {
    const entry = this.entry(source);
    const { puts, ends } = effects;
    let children = puts.length + ends.length;
    const put = puts[0];
    // What nearly all events do: one goes on, alone, and counts as nothing else.
    if (children === 1 && put && put.channel.groups === 1 && !put.isAgain) return;
    for (const { channel, isAgain } of puts) {
      // Nobody reads the topic: the event ends there.
      if (channel.groups === 0) entry.consumed++;
      const made = Math.max(1, channel.groups);
      children += made - 1;
      if (isAgain) {
        entry.duplicated += made;
        children -= made;
      }
    }
    for (const { isAgain } of ends)
      if (isAgain) {
        entry.duplicated++;
        children--;
      }
    if (children > 1) entry.copies += children - 1;
    for (const end of ends) {
      if (end.as === "dropped") this.dropped(source, end.reason ?? "unknown");
      else entry[end.as]++;
    }
  }

  /** So many events are gone although somebody was told that they are in their channels. */
  lose(events: number): void {
    this.lost += events;
  }

  /** So many events are there that no event led to. */
  duplicated(source: number, events: number): void {
    this.entry(source).duplicated += events;
  }

  dropped(source: number, reason: string): void {
    const { dropped } = this.entry(source);
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  }

  /**
   * The ledger, given what lies in dead letters and what is in flight, by source. `early` are children that are in their
   * channels while their parents still wait for another one: until then each is a copy.
   */
  ledger(deadLettered: readonly number[], inFlight: readonly number[], early: readonly number[] = []): Ledger {
    const total = emptyLedgerEntry();
    const bySource: Record<string, LedgerEntry> = {};
    for (const [index, id] of this.sourceIds.entries()) {
      const counted = this.entry(index);
      const entry = { ...counted, dropped: { ...counted.dropped } };
      entry.copies += early[index] ?? 0;
      entry.deadLettered = deadLettered[index] ?? 0;
      entry.inFlight = inFlight[index] ?? 0;
      bySource[id] = entry;
      addUp(total, entry);
    }
    return closed(total, this.lost, bySource);
  }

  private entry(source: number): LedgerEntry {
    return this.bySource[source] as LedgerEntry;
  }
}

/** Adds an entry line by line: once a frame, for every source. */
function addUp(total: LedgerEntry, entry: LedgerEntry): void {
  total.produced += entry.produced;
  total.copies += entry.copies;
  total.duplicated += entry.duplicated;
  total.delivered += entry.delivered;
  total.consumed += entry.consumed;
  total.filtered += entry.filtered;
  total.absorbed += entry.absorbed;
  total.deduplicated += entry.deduplicated;
  total.deadLettered += entry.deadLettered;
  total.failed += entry.failed;
  total.inFlight += entry.inFlight;
  for (const [reason, n] of Object.entries(entry.dropped)) total.dropped[reason] = (total.dropped[reason] ?? 0) + n;
}
