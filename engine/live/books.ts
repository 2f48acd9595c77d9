import type { Ledger } from "../contract/ledger.ts";
import { ledgerOf, type ChannelCount, type EarlyChild, type SourceCount } from "../core/ledger.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { ChannelLengths, RunKeys } from "../redis/run-keys.ts";
import type { SourceState } from "./live-source.ts";
import { channelKey } from "./outlet.ts";

/** Most events whose source is looked up one by one. */
const MOST_LOOKED_UP = 10_000;

/** Reads the run's ledger and lengths from Redis, the only place that knows the truth (rule M4). */
export class Books {
  readonly keepers: readonly Place[];
  private readonly keys: readonly string[];

  constructor(
    private readonly wiring: Wiring,
    private readonly runKeys: RunKeys,
  ) {
    this.keepers = wiring.keepers;
    this.keys = this.keepers.map(channelKey);
  }

  /** Lengths of each place that keeps events. */
  async lengths(): Promise<Map<Place, ChannelLengths>> {
    const lengths = await this.runKeys.lengths(this.keys);
    return new Map(this.keepers.map((place, index) => [place, lengths[index] as ChannelLengths]));
  }

  /**
   * The ledger now. `settled` says that nothing is on its way: only then are differences told as lost or duplicated, and
   * what is in flight is looked up by source. `produced` by source counts where it is more than what was written; `early`
   * are children whose parents a full channel holds back.
   */
  async ledger(settled: boolean, produced: readonly number[] = [], early: readonly EarlyChild[] = []): Promise<{ ledger: Ledger; lengths: Map<Place, ChannelLengths> }> {
    const { sources } = this.wiring;
    const [lengths, outcomes, states] = await Promise.all([
      this.lengths(),
      this.runKeys.outcomes(this.keys),
      this.runKeys.readSources(sources.map((place) => place.id)),
    ]);
    const pending: number[] = [];
    const sourceCounts = states.map((text, source): SourceCount => {
      const state = typeof text === "string" ? (JSON.parse(text) as SourceState) : undefined;
      if (!state) return { source, produced: produced[source] ?? 0, pending: 0, outcomes: new Map() };
      const counted = new Map(Object.entries(state.outcomes));
      let beyond = state.beyond.pending;
      for (const [outcome, times] of Object.entries(state.beyond.outcomes)) {
        counted.set(outcome, (counted.get(outcome) ?? 0) + times);
        beyond += times;
      }
      pending[source] = state.beyond.pending;
      return { source, produced: Math.max(state.cursor.n + beyond, produced[source] ?? 0), pending: state.beyond.pending, outcomes: counted };
    });
    const channelCounts: ChannelCount[] = [];
    for (const [index, place] of this.keepers.entries()) {
      const { ready, delayed, active } = lengths.get(place) ?? { ready: 0, delayed: 0, active: 0 };
      const present = ready + delayed + active;
      const store = place.node?.kind === "deadLetter";
      const presentBySource = settled && !store && present > 0 && present <= MOST_LOOKED_UP ? await this.presentBySource(place) : undefined;
      channelCounts.push({ place: place.index, outcomes: outcomes[index] ?? new Map(), present, store, presentBySource });
    }
    return { ledger: ledgerOf(sourceCounts, channelCounts, sources.map((place) => place.id), settled, early), lengths };
  }

  private async presentBySource(place: Place): Promise<number[]> {
    const names = await this.runKeys.sourceNames(channelKey(place), MOST_LOOKED_UP);
    return this.wiring.sources.map((source) => names.filter((name) => name === source.id).length);
  }
}
