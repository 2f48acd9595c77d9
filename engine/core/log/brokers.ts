import type { TopicSettings } from "../../../design/kinds/topic.ts";

/** Fewest brokers that there are; more when there are more replicas. */
const FEWEST = 3;

/** How far the followers are behind the leader, ms of design time: what it took in so short a time before it died, only it has. */
export const REPLICATION_MS = 10;

/** What becomes of an event that is offered: taken, kept back by its emitter, or gone without anyone knowing (acks 0). */
export type Acceptance = "accept" | "refuse" | "lose";

interface PartitionState {
  /** Brokers that hold it, the preferred leader first. */
  readonly replicas: readonly number[];
  readonly inSync: Set<number>;
  leader: number | undefined;
  /** When it lost what only its leader had; design time, ms. */
  readonly cutsMs: number[];
}

/**
 * The model of a topic's brokers (rule T7): which lead, which are in sync, what they take. A broker that dies leaves the in-sync
 * set at once unless it is the last one in it; one that comes back has caught up at once where there is a leader. Only in-sync
 * replicas become leaders (Kafka's default, no unclean elections), so that a partition without one stands still.
 */
export class Brokers {
  readonly count: number;
  private readonly down = new Set<number>();
  private readonly states: PartitionState[];

  constructor(private readonly settings: TopicSettings) {
    const { partitions, replicationFactor } = settings;
    this.count = Math.max(FEWEST, replicationFactor);
    this.states = Array.from({ length: partitions }, (_, partition) => {
      const replicas = Array.from({ length: replicationFactor }, (_each, index) => (partition + index) % this.count);
      return { replicas, inSync: new Set(replicas), leader: replicas[0], cutsMs: [] };
    });
  }

  /** No broker is down. */
  get isHealthy(): boolean {
    return this.down.size === 0;
  }

  leaderOf(partition: number): number | undefined {
    return this.state(partition).leader;
  }

  inSync(partition: number): number {
    return [...this.state(partition).inSync].filter((broker) => !this.down.has(broker)).length;
  }

  /** What becomes of an event that is offered to a partition now. */
  accepts(partition: number): Acceptance {
    const { acks, minInsyncReplicas } = this.settings;
    if (this.leaderOf(partition) === undefined) return acks === "0" ? "lose" : "refuse";
    return acks === "all" && this.inSync(partition) < minInsyncReplicas ? "refuse" : "accept";
  }

  /** A broker dies or comes back, at a design time. Returns the partitions that have a leader again. */
  setBroker(broker: number, isDown: boolean, atMs: number): number[] {
    if (isDown === this.down.has(broker)) return [];
    if (isDown) this.down.add(broker);
    else this.down.delete(broker);
    const ledAgain: number[] = [];
    for (const [partition, state] of this.states.entries()) {
      if (!state.replicas.includes(broker)) continue;
      if (!isDown && this.cameBack(state, broker)) ledAgain.push(partition);
      else if (isDown && this.died(state, broker) && this.settings.acks !== "all") state.cutsMs.push(atMs);
    }
    return ledAgain;
  }

  /**
   * Whether an event that its partition had taken is gone because only a leader had it that died: another one took over, and the
   * emitters had not waited for the followers.
   */
  isLost(partition: number, emittedMs: number): boolean {
    return this.state(partition).cutsMs.some((cutMs) => emittedMs > cutMs - REPLICATION_MS && emittedMs <= cutMs);
  }

  /** Whether another broker took over the lead. */
  private died(state: PartitionState, broker: number): boolean {
    if (state.inSync.size > 1) state.inSync.delete(broker);
    if (state.leader !== broker) return false;
    state.leader = state.replicas.find((each) => state.inSync.has(each) && !this.down.has(each));
    return state.leader !== undefined;
  }

  /** Whether the partition was without a leader and has one now. */
  private cameBack(state: PartitionState, broker: number): boolean {
    if (state.leader !== undefined) state.inSync.add(broker);
    else if (state.inSync.has(broker)) {
      state.leader = broker;
      for (const each of state.replicas) if (!this.down.has(each)) state.inSync.add(each);
      return true;
    }
    return false;
  }

  private state(partition: number): PartitionState {
    return this.states[partition] as PartitionState;
  }
}
