import type { AuditReport } from "../contract/audit.ts";
import type { Ledger } from "../contract/ledger.ts";
import { ledgerOf, type ChannelCount, type EarlyChild, type SourceCount } from "../core/ledger.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";
import { logNow } from "../metrics/place-totals.ts";
import type { LogState } from "../redis/log-keys.ts";
import type { ChannelLengths, RunKeys } from "../redis/run-keys.ts";
import type { LiveAudit } from "./live-audit.ts";
import type { SourceState } from "./live-source.ts";
import { channelKey } from "./outlet.ts";

/** Most events whose source is looked up one by one. */
const MOST_LOOKED_UP = 10_000;

/** Reads the run's ledger and lengths from Redis, the only place that knows the truth (rule M4). */
export class Books {
  readonly keepers: readonly Place[];
  private readonly keys: readonly string[];
  private readonly logs: readonly Place[];

  constructor(
    private readonly wiring: Wiring,
    private readonly runKeys: RunKeys,
    /** What is recorded by id, in a run that is audited. */
    private readonly audit?: LiveAudit,
  ) {
    this.logs = wiring.keepers.filter((place) => place.behaviour.role === "log");
    this.keepers = wiring.keepers.filter((place) => place.behaviour.role !== "log");
    this.keys = this.keepers.map(channelKey);
  }

  /** Lengths of each place that keeps events. */
  async lengths(): Promise<Map<Place, ChannelLengths>> {
    const [lengths, logs] = await Promise.all([this.runKeys.lengths(this.keys), this.logStates()]);
    return this.allLengths(lengths, logs);
  }

  private allLengths(lengths: readonly ChannelLengths[], logs: ReadonlyMap<Place, LogState>): Map<Place, ChannelLengths> {
    const all = new Map(this.keepers.map((place, index) => [place, lengths[index] as ChannelLengths]));
    for (const [place, state] of logs) all.set(place, logLengths(state));
    return all;
  }

  /** Positions and outcomes of every topic. */
  private async logStates(): Promise<Map<Place, LogState>> {
    const states = this.logs.map(async (place) => [place, await this.runKeys.log(channelKey(place), topicOf(place).partitions, this.wiring.groupsOf(place))] as const);
    return new Map(await Promise.all(states));
  }

  /** Takes away what every group of a topic has read: once in a while, because Redis keeps it in memory. */
  private async trim(logs: ReadonlyMap<Place, LogState>): Promise<void> {
    await Promise.all([...logs].map(([place, state]) => this.runKeys.trimLog(channelKey(place), state)));
  }

  /**
   * The ledger now. `settled` says that nothing is on its way: only then are differences told as lost or duplicated, and
   * what is in flight is looked up by source. `produced` by source counts where it is more than what was written; `early`
   * are children whose parents a full channel holds back.
   */
  async ledger(settled: boolean, produced: readonly number[] = [], early: readonly EarlyChild[] = []): Promise<{ ledger: Ledger; lengths: Map<Place, ChannelLengths> }> {
    void this.audit?.follow();
    const { ledger, lengths } = await this.read(settled, produced, early);
    return { ledger, lengths };
  }

  /** The ledger at the end, with nothing on its way, and what was found by id where the run is audited. */
  async closed(early: readonly EarlyChild[]): Promise<{ ledger: Ledger; audit: AuditReport | undefined }> {
    const { ledger, surplus, logs } = await this.read(true, [], early);
    return { ledger, audit: await this.audit?.close({ early, surplus }, logs) };
  }

  private async read(settled: boolean, produced: readonly number[], early: readonly EarlyChild[]): Promise<{ ledger: Ledger; lengths: Map<Place, ChannelLengths>; surplus: Map<number, number>; logs: Map<Place, LogState> }> {
    const { sources } = this.wiring;
    const [ownLengths, logs, outcomes, states] = await Promise.all([
      this.runKeys.lengths(this.keys),
      this.logStates(),
      this.runKeys.outcomes(this.keys),
      this.runKeys.readSources(sources.map((place) => place.id)),
    ]);
    const lengths = this.allLengths(ownLengths, logs);
    await this.trim(logs);
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
    for (const [place, state] of logs) {
      const present = uncommitted(state);
      const bySource = settled && present > 0 && present <= MOST_LOOKED_UP ? await this.inLogBySource(place, state) : undefined;
      channelCounts.push({ place: place.index, outcomes: state.outcomes, present, store: false, groups: place.groups, presentBySource: bySource });
    }
    const surplus = new Map<number, number>();
    const ledger = ledgerOf(sourceCounts, channelCounts, sources.map((place) => place.id), settled, early, (place, more) => surplus.set(place, more));
    return { ledger, lengths, surplus, logs };
  }

  private async presentBySource(place: Place): Promise<number[]> {
    const names = await this.runKeys.sourceNames(channelKey(place), MOST_LOOKED_UP);
    return this.wiring.sources.map((source) => names.filter((name) => name === source.id).length);
  }

  private async inLogBySource(place: Place, state: LogState): Promise<number[]> {
    const indices = await this.runKeys.sourcesInLog(channelKey(place), state, MOST_LOOKED_UP);
    return this.wiring.sources.map((_, source) => indices.filter((index) => index === source).length);
  }
}

/** Events whose outcome is not counted yet, one for each group. */
function uncommitted({ ends, groups }: LogState): number {
  let count = 0;
  for (const { settled } of groups.values()) for (const [partition, end] of ends.entries()) count += end - (settled[partition] ?? 0);
  return count;
}

/** A topic is as deep as its slowest group is behind (rule T4). */
function logLengths({ ends, groups }: LogState): ChannelLengths {
  const lag = Object.fromEntries([...groups].map(([group, { committed }]) => [group, ends.map((end, partition) => end - (committed[partition] ?? 0))]));
  const { depth } = logNow(lag, 0);
  let active = 0;
  for (const { committed, settled } of groups.values()) for (const [partition, offset] of committed.entries()) active += offset - (settled[partition] ?? 0);
  return { ready: depth, delayed: 0, active, lag };
}
