import { poll, sync, type Decision, type ScalingMemory, type ScalingRules } from "./autoscaler.ts";

/** What was counted at a consumer since the run began, and its lag now. Times are design time, ms. */
export interface ConsumerCounts {
  /** Events that wait for it or that it holds. */
  readonly lag: number;
  /** Events that arrived in the channels it reads. */
  readonly arrived: number;
  /** Events that it took, and how long they had waited. */
  readonly taken: number;
  readonly waitedMs: number;
  /** Slot time that was busy, and that could have been. */
  readonly busyMs: number;
  readonly capacityMs: number;
}

/** At the beginning of a run. */
export const NOTHING_COUNTED: ConsumerCounts = { lag: 0, arrived: 0, taken: 0, waitedMs: 0, busyMs: 0, capacityMs: 0 };

interface Reading {
  readonly atMs: number;
  /** When it was really taken: a little later, where time goes by itself. */
  readonly takenMs: number;
  readonly counts: ConsumerCounts;
}

/**
 * When an autoscaler looks at its consumer, and what it sees: syncs and polls at multiples of their intervals, and the figures
 * as they were `metricAgeMs` before. Rates, waits and shares are over the last sync interval. Both executors drive it: call {@link advance}
 * at {@link nextMs}, or some time after.
 */
export class ScalingLoop {
  private readonly memory: ScalingMemory = { wanted: [], activeMs: undefined };
  private nextSyncMs = Number.POSITIVE_INFINITY;
  private nextPollMs = Number.POSITIVE_INFINITY;
  /** When the figures are taken that the next looks see. */
  private syncReadMs = Number.POSITIVE_INFINITY;
  private pollReadMs = Number.POSITIVE_INFINITY;
  /** Readings from one that is a sync interval older than what is looked at next. */
  private readings: Reading[];
  /** What it saw last; undefined before its first look. */
  metric: number | undefined;
  /** When it last changed the number of replicas. */
  changedMs: number;

  constructor(
    private rules: ScalingRules,
    public replicas: number,
    /** The limit, partitions included. */
    private most: number,
    private readonly startMs: number,
    counts: ConsumerCounts,
  ) {
    this.changedMs = startMs;
    this.readings = [{ atMs: startMs, takenMs: startMs, counts }];
    this.schedule(startMs);
  }

  /** Takes over changed settings: the next looks are an interval from now. */
  update(rules: ScalingRules, most: number, nowMs: number): void {
    this.rules = rules;
    this.most = most;
    this.schedule(nowMs);
  }

  /** Sets the limit, partitions included, for the next looks. */
  limit(most: number): void {
    this.most = most;
  }

  /** Design time at which it has something to do. */
  nextMs(): number {
    return Math.min(this.nextSyncMs, this.nextPollMs, this.syncReadMs, this.pollReadMs);
  }

  /** Does what is due; the decision, when it changes the number of replicas. */
  advance(nowMs: number, counts: () => ConsumerCounts): Decision | undefined {
    const before = this.replicas;
    let decision: Decision | undefined;
    for (let atMs = this.nextMs(); atMs <= nowMs; atMs = this.nextMs()) {
      if (this.syncReadMs === atMs || this.pollReadMs === atMs) this.readings.push({ atMs, takenMs: nowMs, counts: counts() });
      if (this.syncReadMs === atMs) this.syncReadMs += this.rules.syncMs;
      if (this.pollReadMs === atMs) this.pollReadMs += this.rules.pollingMs;
      const metric = this.metricAt(atMs - this.rules.metricAgeMs);
      const isPoll = this.nextPollMs === atMs;
      const isSync = this.nextSyncMs === atMs;
      if (isPoll) this.nextPollMs += this.rules.pollingMs;
      if (isSync) this.nextSyncMs += this.rules.syncMs;
      if (metric === undefined || (!isPoll && !isSync)) continue;
      this.metric = metric;
      if (isPoll) decision = this.take(poll(this.rules, this.memory, this.replicas, metric, atMs), atMs) ?? decision;
      if (isSync) decision = this.take(sync(this.rules, this.memory, this.replicas, metric, this.most, atMs), atMs) ?? decision;
    }
    return this.replicas === before ? undefined : decision;
  }

  /** Whether looking again would change nothing as long as nothing else happens: for runs that would never end otherwise. */
  isSettled(nowMs: number): boolean {
    const { pollingMs, syncMs, metricAgeMs, stabilizationUpMs } = this.rules;
    return nowMs - this.changedMs > 2 * Math.max(pollingMs, syncMs) + metricAgeMs + stabilizationUpMs;
  }

  private take(decision: Decision, atMs: number): Decision | undefined {
    if (decision.replicas === this.replicas) return undefined;
    this.replicas = decision.replicas;
    this.changedMs = atMs;
    return decision;
  }

  private schedule(nowMs: number): void {
    const { syncMs, pollingMs, metricAgeMs, minReplicas } = this.rules;
    this.nextSyncMs = nowMs + syncMs;
    this.syncReadMs = firstAfter(nowMs, this.nextSyncMs - metricAgeMs, syncMs);
    const polls = minReplicas === 0;
    this.nextPollMs = polls ? nowMs + pollingMs : Number.POSITIVE_INFINITY;
    this.pollReadMs = polls ? firstAfter(nowMs, this.nextPollMs - metricAgeMs, pollingMs) : Number.POSITIVE_INFINITY;
  }

  /** The metric as it was at a time; undefined when that was before the beginning. */
  private metricAt(atMs: number): number | undefined {
    const seen = this.readings.findLast((reading) => reading.atMs <= atMs);
    if (!seen || seen.atMs <= this.startMs) return undefined;
    const from = this.readings.findLast((reading) => reading.atMs <= seen.atMs - this.rules.syncMs) ?? (this.readings[0] as Reading);
    this.readings = this.readings.slice(this.readings.indexOf(from));
    const [now, then] = [seen.counts, from.counts];
    const spanMs = seen.takenMs - from.takenMs;
    switch (this.rules.metric) {
      case "lag":
        return now.lag;
      case "ratePerSecond":
        return spanMs > 0 ? ((now.arrived - then.arrived) * 1000) / spanMs : 0;
      case "waitMs":
        return now.taken > then.taken ? (now.waitedMs - then.waitedMs) / (now.taken - then.taken) : 0;
      case "utilization":
        return now.capacityMs > then.capacityMs ? Math.min(1, (now.busyMs - then.busyMs) / (now.capacityMs - then.capacityMs)) : 0;
    }
  }
}

/** The first of the times `first`, `first + every`, … that is after `afterMs`. */
function firstAfter(afterMs: number, firstMs: number, everyMs: number): number {
  return firstMs > afterMs ? firstMs : firstMs + (Math.floor((afterMs - firstMs) / everyMs) + 1) * everyMs;
}
