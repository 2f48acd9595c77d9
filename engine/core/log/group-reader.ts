import type { Clock } from "../clock.ts";
import type { FlowEvent } from "../event.ts";
import type { Replica, Slot, SlotPool } from "../slots.ts";
import { logBehaviour, type LogReading, type Place } from "../wiring.ts";
import type { TopicPartition } from "./assignors.ts";
import type { Brokers } from "./brokers.ts";
import type { Grant, Handover, Joining } from "./group.ts";
import { membershipOf } from "./membership.ts";

/** An event as it lies in a partition. */
export interface LogRecord {
  readonly event: FlowEvent;
  readonly offset: number;
  /** Bytes that the partition had taken before it. */
  readonly bytesBefore: number;
  /** It was appended late, when the broker that would have taken it along was dead already (rule T7). */
  readonly isLate: boolean;
}

/** A partition's events in order, as the executor has them at hand. */
export interface LaneFeed {
  /** The next event; undefined while there is none. */
  peek(): LogRecord | undefined;
  /** Goes on to the one behind it. */
  advance(): void;
  /** Bytes that the partition has taken so far, as far as it is known. */
  readonly bytes: number;
  /** The partition's brokers, as they are in the executor. */
  readonly brokers: Brokers;
}

/** A partition that a replica reads, one event at a time (rule T2). */
export class Lane {
  feed: LaneFeed | undefined;
  isBusy = false;
  isQueued = false;
  isRevoked = false;
  isClosed = false;
  /** Attempts at the event in front that failed, and times that it was handed out. */
  attempts = 0;
  deliveries = 0;
  /** Which delivery of it failed last; 0 for none. */
  failed = 0;
  /** Since when the event in front could start, if it was there; design time, ms. */
  readyMs = 0;

  constructor(
    readonly reading: LogReading,
    readonly partition: number,
    readonly member: GroupMember,
    readonly handover: Handover | undefined,
  ) {}

  /** The delivery before this one was cut short: its replica died. */
  get isRepeated(): boolean {
    return this.deliveries > this.failed + 1;
  }

  /** This partition's name to the coordinator. */
  get topicPartition(): TopicPartition {
    return { topic: this.reading.log.id, partition: this.partition };
  }
}

/** A replica as the group knows it. */
export interface GroupMember {
  readonly id: string;
  readonly replica: Replica;
  readonly lanes: Set<Lane>;
  isLeaving: boolean;
}

/** Why a group never gets an event that is in the log. */
export type LossReason = "retention" | "broker-lost";

/** What the executor does for a group's reader. */
export interface GroupPort {
  join(member: string, joining: Joining): void;
  leave(member: string): void;
  died(member: string, handovers: readonly Handover[]): void;
  revoked(member: string, partitions: readonly TopicPartition[], handovers: readonly Handover[]): void;
  /** Finds out where the group is in a partition, sets the lane's feed, then calls {@link GroupReader.opened}. */
  open(lane: Lane): void;
  /** Gives a partition up, then calls `done`: everything that was done is committed by then. */
  close(lane: Lane, done: () => void): void;
  /** Reads no more of a partition that somebody else has by now: nothing that was done counts. */
  drop(lane: Lane): void;
  /** Serves an event; afterwards `completed`, `failed` or nothing at all, when its replica crashed. */
  serve(lane: Lane, record: LogRecord, slot: Slot): void;
  /** The group will not get this event; the feed goes on behind it afterwards. */
  lose(lane: Lane, record: LogRecord, reason: LossReason): void;
}

/**
 * Reads topics for one consumer: its replicas are members of a group, each with the partitions that the coordinator gives it, and
 * serves one event of a partition at a time in any of its slots (rules T2, T3, T5, T6). Both executors use it.
 */
export class GroupReader {
  private readonly members = new Map<Replica, GroupMember>();
  private readonly byId = new Map<string, GroupMember>();
  /** Lanes with an event in front and nothing in hand, those first that have waited longest. */
  private queue: Lane[] = [];
  private joined = 0;
  private isPumping = false;

  /** `suffix` makes the members' names unique among processes; `isExact`: an event begins when it is here, as where timers are never late. */
  constructor(
    readonly consumer: Place,
    readonly readings: readonly LogReading[],
    private readonly pool: SlotPool,
    private readonly clock: Clock,
    private readonly port: GroupPort,
    private readonly options: { readonly suffix: string; readonly isExact: boolean; readonly isAlone: boolean },
  ) {}

  /** Replicas came or went. */
  capacityChanged(): void {
    const replicas = this.pool.all();
    for (const replica of replicas) if (replica.state === "up" && !this.members.has(replica)) this.join(replica);
    for (const member of this.members.values()) {
      const { state } = member.replica;
      if (state === "down") this.died(member);
      else if (state !== "up" || !replicas.includes(member.replica)) this.leave(member);
    }
  }

  /** The coordinator's decisions. Those for a member that is gone are too late. */
  assign(id: string, grants: readonly Grant[]): void {
    const member = this.byId.get(id);
    if (!member) return;
    for (const grant of grants) {
      const reading = this.readings.find(({ log }) => log.id === grant.topic);
      if (!reading) continue;
      const lane = new Lane(reading, grant.partition, member, grant.handover);
      member.lanes.add(lane);
      this.port.open(lane);
      if (member.isLeaving) this.giveUp(lane);
    }
    this.mark(member);
  }

  revoke(id: string, partitions: readonly TopicPartition[]): void {
    const member = this.byId.get(id);
    if (!member) return;
    for (const lane of member.lanes)
      if (partitions.some(({ topic, partition }) => lane.reading.log.id === topic && lane.partition === partition)) this.giveUp(lane);
  }

  /** The group has gone on without the member: it stops reading at once, and joins anew. What it has in hand counts for nothing. */
  lost(id: string): void {
    const member = this.byId.get(id);
    if (!member) return;
    for (const lane of member.lanes) {
      lane.isClosed = true;
      this.port.drop(lane);
    }
    this.forget(member);
    this.capacityChanged();
  }

  /** Names of its members. */
  get memberIds(): string[] {
    return [...this.byId.keys()];
  }

  /** The lane has its feed. */
  opened(lane: Lane): void {
    lane.readyMs = this.clock.now();
    this.wake(lane);
    this.pump();
  }

  /** There may be an event in front of the lane. */
  wake(lane: Lane): void {
    if (lane.isBusy || lane.isQueued || lane.isClosed || lane.isRevoked || !lane.feed?.peek()) return;
    lane.isQueued = true;
    this.queue.push(lane);
  }

  /** The event in front is done with, as it was meant to be at `endMs`. The slot is released by the caller, who then pumps. */
  completed(lane: Lane, endMs = this.clock.now()): void {
    if (lane.isClosed) return;
    lane.attempts = lane.deliveries = lane.failed = 0;
    lane.feed?.advance();
    this.idle(lane, endMs);
  }

  /** The attempt failed and is made again after so long, in place. */
  failed(lane: Lane, afterMs: number): void {
    if (lane.isClosed) return;
    lane.attempts++;
    lane.failed = lane.deliveries;
    const dueMs = this.clock.now() + afterMs;
    if (afterMs === 0) return this.idle(lane, dueMs);
    this.clock.at(dueMs, () => {
      if (lane.isClosed) return;
      this.idle(lane, dueMs);
      this.pump();
    });
  }

  /** Hands events to free slots. */
  pump(): void {
    if (this.isPumping || this.queue.length === 0) return;
    this.isPumping = true;
    let stuck: Lane[] | undefined;
    for (let lane = this.queue.shift(); lane; lane = this.queue.shift()) {
      lane.isQueued = false;
      if (this.start(lane)) continue;
      lane.isQueued = true;
      (stuck ??= []).push(lane);
    }
    if (stuck) this.queue = stuck;
    this.isPumping = false;
  }

  /** Lanes that read, over all members. */
  lanes(): Lane[] {
    return [...this.members.values()].flatMap((member) => [...member.lanes]);
  }

  /** Starts the lane's next event; false when there is one, but no free slot. */
  private start(lane: Lane): boolean {
    if (lane.isBusy || lane.isClosed || lane.isRevoked || !lane.feed) return true;
    for (let record = lane.feed.peek(); record; record = lane.feed.peek()) {
      const loss = this.lossOf(lane, record);
      if (loss === undefined) return this.serve(lane, record);
      this.port.lose(lane, record, loss);
      lane.attempts = lane.deliveries = lane.failed = 0;
      lane.feed.advance();
    }
    return true;
  }

  private serve(lane: Lane, record: LogRecord): boolean {
    const now = this.clock.now();
    const availableMs = Math.max(record.event.emittedMs, lane.readyMs);
    const slot = this.pool.takeIn(lane.member.replica, this.options.isExact ? now : availableMs);
    if (!slot) return false;
    lane.isBusy = true;
    if (lane.deliveries === 0 && lane.handover?.offset === record.offset) ({ deliveries: lane.deliveries, failed: lane.failed } = lane.handover);
    lane.deliveries++;
    this.port.serve(lane, record, slot);
    return true;
  }

  /** Whether the log has let an event go that the group had not read yet (rules T6, T7). */
  private lossOf(lane: Lane, record: LogRecord): LossReason | undefined {
    if (!record.isLate && lane.feed?.brokers.isLost(lane.partition, record.event.emittedMs)) return "broker-lost";
    const { retentionMs, retentionBytes } = logBehaviour(lane.reading.log).settings;
    if (this.clock.now() - record.event.emittedMs > retentionMs) return "retention";
    return retentionBytes !== undefined && (lane.feed?.bytes ?? 0) - record.bytesBefore > retentionBytes ? "retention" : undefined;
  }

  private idle(lane: Lane, readyMs: number): void {
    lane.isBusy = false;
    lane.readyMs = readyMs;
    if (lane.isRevoked) this.close(lane);
    else this.wake(lane);
  }

  private giveUp(lane: Lane): void {
    if (lane.isRevoked) return;
    lane.isRevoked = true;
    if (!lane.isBusy) this.close(lane);
  }

  private close(lane: Lane): void {
    if (lane.isClosed) return;
    const handovers = handoverOf(lane);
    lane.isClosed = true;
    const { member } = lane;
    this.port.close(lane, () => {
      if (!member.lanes.delete(lane)) return;
      this.mark(member);
      this.port.revoked(member.id, [lane.topicPartition], handovers);
      if (member.isLeaving) this.leave(member);
    });
  }

  private join(replica: Replica): void {
    const id = `${this.consumer.id}-${String(replica.order).padStart(4, "0")}-${this.joined++}${this.options.suffix}`;
    const member: GroupMember = { id, replica, lanes: new Set(), isLeaving: false };
    this.members.set(replica, member);
    this.byId.set(id, member);
    this.mark(member);
    const { sessionTimeoutMs } = membershipOf(this.consumer);
    this.port.join(id, { topics: this.readings.map(({ log }) => log.id), sessionTimeoutMs });
  }

  private leave(member: GroupMember): void {
    member.isLeaving = true;
    for (const lane of member.lanes) this.giveUp(lane);
    if (member.lanes.size > 0 || !this.byId.delete(member.id)) return;
    if (this.members.get(member.replica) === member) this.members.delete(member.replica);
    this.port.leave(member.id);
  }

  private died(member: GroupMember): void {
    const handovers = [...member.lanes].flatMap(handoverOf);
    for (const lane of member.lanes) lane.isClosed = true;
    this.forget(member);
    this.port.died(member.id, handovers);
  }

  private forget(member: GroupMember): void {
    member.lanes.clear();
    if (this.members.get(member.replica) === member) this.members.delete(member.replica);
    this.byId.delete(member.id);
  }

  /** A replica that has no partition is idle for want of one, unless it reads a queue as well. */
  private mark(member: GroupMember): void {
    member.replica.isWithoutWork = this.options.isAlone && member.lanes.size === 0;
  }
}

/** What the next reader of the partition must know of the event in front. */
function handoverOf(lane: Lane): Handover[] {
  const record = lane.feed?.peek();
  return record && lane.deliveries > 0 ? [{ ...lane.topicPartition, offset: record.offset, deliveries: lane.deliveries, failed: lane.failed }] : [];
}
