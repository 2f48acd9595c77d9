import type { Notice } from "../contract/run.ts";
import type { ScalingChange, ScalingReport } from "../contract/report.ts";
import type { ScalingRules } from "./autoscaler.ts";
import { NOTHING_COUNTED, ScalingLoop, type ConsumerCounts } from "./scaling-loop.ts";
import { consumerBehaviour, topicOf, type Place, type Wiring } from "./wiring.ts";

/** What an executor does for its autoscalers. */
export interface ScalingHost {
  counts(consumer: Place): ConsumerCounts;
  /** Sets the number of a consumer's replicas, in all its processes together. */
  scale(consumer: Place, replicas: number): void;
  onNotice(notice: Notice): void;
}

/** Changes that the report lists; a run with more tells the number of all. */
const MOST_LISTED = 1000;

interface Governed {
  readonly scaler: Place;
  readonly consumer: Place;
  readonly loop: ScalingLoop;
  readonly changes: ScalingChange[];
  changeCount: number;
  replicaMs: number;
  accountedMs: number;
  least: number;
  most: number;
}

/** The autoscalers of a run and what they govern (rule O1): the same on both executors, which say what time it is and count. */
export class Scaling {
  private readonly governed: Governed[];

  constructor(
    private readonly wiring: Wiring,
    private readonly host: ScalingHost,
  ) {
    this.governed = wiring.flow.attachments.flatMap(({ from, to }) => {
      const [scaler, consumer] = [wiring.node(from.node), wiring.node(to.node)];
      const rules = rulesOf(scaler);
      if (!rules || consumer.behaviour.role !== "consumer") return [];
      const most = limitOf(rules, wiring, consumer, (other) => consumerBehaviour(other).replicas);
      const replicas = Math.min(Math.max(consumerBehaviour(consumer).replicas, rules.minReplicas), Math.max(1, most));
      const loop = new ScalingLoop(rules, replicas, most, 0, NOTHING_COUNTED);
      return [{ scaler, consumer, loop, changes: [], changeCount: 0, replicaMs: 0, accountedMs: 0, least: replicas, most: replicas }];
    });
  }

  /** Number of autoscalers. */
  get size(): number {
    return this.governed.length;
  }

  /** Sets the replicas that each consumer begins with. */
  start(): void {
    for (const { consumer, loop } of this.governed) this.host.scale(consumer, loop.replicas);
  }

  /** Design time at which one has something to do; Infinity where there is none. */
  nextMs(): number {
    return this.governed.reduce((next, { loop }) => Math.min(next, loop.nextMs()), Number.POSITIVE_INFINITY);
  }

  /** Does what is due. */
  advance(nowMs: number): void {
    for (const governed of this.governed) {
      const { loop, consumer } = governed;
      if (loop.nextMs() > nowMs) continue;
      // Others of its group may have been scaled meanwhile.
      loop.limit(this.limitOf(governed));
      const from = loop.replicas;
      const decision = loop.advance(nowMs, () => this.host.counts(consumer));
      if (decision) this.apply(governed, { atMs: nowMs, from, to: decision.replicas, why: decision.why });
    }
  }

  /** Takes over the settings of a newer compilation of the same graph; the wiring's behaviours are already its. */
  update(nowMs: number): void {
    for (const governed of this.governed) {
      const { scaler, loop } = governed;
      const rules = rulesOf(scaler);
      if (rules) loop.update(rules, this.limitOf(governed), nowMs);
    }
  }

  private limitOf({ scaler, consumer }: Governed): number {
    const rules = rulesOf(scaler);
    const replicas = (other: Place): number => this.governed.find((governed) => governed.consumer === other)?.loop.replicas ?? consumerBehaviour(other).replicas;
    return rules ? limitOf(rules, this.wiring, consumer, replicas) : 0;
  }

  /** Whether none would do anything as long as nothing else happens. */
  isSettled(nowMs: number): boolean {
    return this.governed.every(({ loop }) => loop.isSettled(nowMs));
  }

  /** What an autoscaler's card shows; undefined for other places. */
  now(place: Place): { replicas: number; metric: number | null } | undefined {
    const governed = this.governed.find(({ scaler }) => scaler === place);
    return governed && { replicas: governed.loop.replicas, metric: governed.loop.metric ?? null };
  }

  /** What they did, by consumer; undefined where there is none. */
  report(nowMs: number): Record<string, ScalingReport> | undefined {
    if (this.governed.length === 0) return undefined;
    return Object.fromEntries(
      this.governed.map((governed) => {
        account(governed, nowMs);
        const { consumer, changes, changeCount, least, most, loop, replicaMs } = governed;
        return [consumer.id, { replicas: { mean: nowMs > 0 ? replicaMs / nowMs : loop.replicas, min: least, max: most, end: loop.replicas }, count: changeCount, changes }];
      }),
    );
  }

  private apply(governed: Governed, change: ScalingChange): void {
    account(governed, change.atMs, change.from);
    governed.changeCount++;
    governed.least = Math.min(governed.least, change.to);
    governed.most = Math.max(governed.most, change.to);
    if (governed.changes.length < MOST_LISTED) governed.changes.push(change);
    const { consumer } = governed;
    this.host.scale(consumer, change.to);
    const message = `${consumer.name}: ${change.from} → ${change.to} ${change.to === 1 ? "replica" : "replicas"}, ${change.why}.`;
    this.host.onNotice({ level: "info", code: "scaled", message, atMs: change.atMs, node: consumer.id });
  }
}

function account(governed: Governed, nowMs: number, replicas = governed.loop.replicas): void {
  governed.replicaMs += replicas * (nowMs - governed.accountedMs);
  governed.accountedMs = nowMs;
}

function rulesOf({ behaviour }: Place): ScalingRules | undefined {
  return behaviour.role === "policy" ? behaviour.rules : undefined;
}

function limitOf(rules: ScalingRules, wiring: Wiring, consumer: Place, replicasOf: (other: Place) => number): number {
  return mostReplicas(wiring, consumer, rules.maxReplicas, replicasOf);
}

/**
 * The most replicas of a consumer, `allowed` at most: its group has no use for more than its topic has partitions, those of the group's other
 * consumers included. One that reads a queue too has no such limit.
 */
export function mostReplicas({ readings, logReadings }: Wiring, consumer: Place, allowed: number, replicasOf: (other: Place) => number): number {
  const own = logReadings.filter((reading) => reading.consumer === consumer);
  if (own.length === 0 || readings.some((reading) => reading.consumer === consumer)) return allowed;
  const left = own.map(({ log, group }) => {
    const others = logReadings.filter((other) => other.log === log && other.group === group && other.consumer !== consumer);
    return others.reduce((partitions, other) => partitions - replicasOf(other.consumer), topicOf(log).partitions);
  });
  return Math.min(allowed, Math.max(1, ...left));
}
