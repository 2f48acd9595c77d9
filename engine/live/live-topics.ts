import { randomBytes } from "node:crypto";
import type { Grant } from "../core/log/group.ts";
import { GroupReader, type GroupPort, type Lane, type LogRecord } from "../core/log/group-reader.ts";
import { membershipOf } from "../core/log/membership.ts";
import type { TopicPartition } from "../core/log/assignors.ts";
import type { Slot, SlotPool } from "../core/slots.ts";
import type { LogReading, Place } from "../core/wiring.ts";
import { LogFetcher } from "../redis/log-fetcher.ts";
import { logKeys, partitionEnds, type LogKeys } from "../redis/log-keys.ts";
import { Committer, openPartition, takeEvent } from "../redis/log-positions.ts";
import type { ConsumerContext } from "./consumer-context.ts";
import { LiveLane } from "./live-lane.ts";

/** How often it is looked whether what was appended has come, ms. */
const LOOK_MS = 2;

/** Tells this process's replicas from those of others, also of one with the same id on another machine. */
const PROCESS = `${process.pid}-${randomBytes(3).toString("hex")}`;

/** Who reads and commits partitions whose keys lie together. */
interface Access {
  readonly fetcher: LogFetcher;
  readonly committer: Committer;
}

/** One topic in this process. */
interface Topic {
  readonly keys: LogKeys;
  /** By partition where the topic is spread over slots, else one for all. */
  readonly accesses: Map<number, Access>;
}

/** What a consumer's reading of topics needs of the process. */
export type TopicsContext = Pick<ConsumerContext, "wiring" | "runId" | "redisUrl" | "commands" | "clock" | "brokers" | "onError" | "tellGroup" | "outlet" | "network">;

/** Reads topics for one consumer in one process: its replicas are members of a group that the host coordinates (rules T3, T5). */
export class LiveTopics {
  readonly reader: GroupReader;
  private readonly topics = new Map<Place, Topic>();
  private readonly lanes = new Map<Lane, LiveLane>();
  private readonly sourceIndices: ReadonlyMap<string, number>;

  constructor(
    private readonly consumer: Place,
    readings: readonly LogReading[],
    pool: SlotPool,
    private readonly context: TopicsContext,
    private readonly serve: (lane: LiveLane, record: LogRecord, slot: Slot) => void,
  ) {
    const { wiring } = context;
    this.sourceIndices = new Map(wiring.sources.map((source, index) => [source.id, index]));
    const isAlone = wiring.readings.every((reading) => reading.consumer !== consumer);
    const options = {
      suffix: `-${PROCESS}`,
      isAlone,
      // What a broken network keeps back is not made up for (rule C1).
      get isExact() {
        return context.network.isImpaired;
      },
    };
    this.reader = new GroupReader(consumer, readings, pool, context.clock, this.port(readings[0]?.group ?? ""), options);
    for (const { log } of readings) this.topics.set(log, this.topic(log));
    context.brokers.onLedAgain((log, partitions, atMs) => this.ledAgain(log, partitions, atMs));
  }

  /** Events that were done and are not committed. */
  get uncommitted(): number {
    let count = 0;
    for (const lane of this.lanes.values()) count += lane.uncommitted;
    return count;
  }

  /** Resolves when everything that is in its partitions now is at hand, or as much of it as is fetched ahead; at `until` at the latest. */
  async fetched(until: number): Promise<void> {
    for (const [log, { keys }] of this.topics) {
      const lanes = [...this.lanes.values()].filter(({ lane }) => lane.reading.log === log);
      const ends = await partitionEnds(this.context.commands, keys, lanes.map(({ partition }) => partition));
      while (lanes.some((lane, index) => lane.isBehind(ends[index] ?? 0)) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  assign(member: string, grants: readonly Grant[]): void {
    this.reader.assign(member, grants);
  }

  revoke(member: string, partitions: readonly TopicPartition[]): void {
    this.reader.revoke(member, partitions);
  }

  lost(member: string): void {
    this.reader.lost(member);
  }

  close(): void {
    for (const { accesses } of this.topics.values()) for (const { fetcher } of accesses.values()) fetcher.close();
  }

  /** A partition that has a leader again is read on. */
  private ledAgain(log: Place, partitions: readonly number[], atMs: number): void {
    for (const { lane } of this.lanes.values()) {
      if (lane.reading.log !== log || !partitions.includes(lane.partition)) continue;
      lane.readyMs = Math.max(lane.readyMs, atMs);
      this.reader.wake(lane);
    }
    this.reader.pump();
  }

  private topic(log: Place): Topic {
    const { runId, commands } = this.context;
    return { keys: logKeys(runId, `node:${log.id}`, commands.isCluster), accesses: new Map() };
  }

  private access({ keys, accesses }: Topic, log: Place, partition: number): Access {
    const at = keys.isSpread ? partition : 0;
    let access = accesses.get(at);
    if (!access) {
      const { redisUrl, commands, onError } = this.context;
      const reconnected = (): void => {
        for (const live of this.lanes.values()) if (live.lane.reading.log === log && (!keys.isSpread || live.partition === partition)) live.reconnected();
      };
      access = { fetcher: new LogFetcher(redisUrl, commands, keys, onError, reconnected), committer: new Committer(commands, keys, onError) };
      accesses.set(at, access);
    }
    return access;
  }

  private port(group: string): GroupPort {
    const { tellGroup } = this.context;
    return {
      join: (member, joining) => tellGroup({ type: "group-join", group, member, joining }),
      leave: (member) => tellGroup({ type: "group-leave", group, member }),
      died: (member, handovers) => {
        for (const [lane, live] of this.lanes) if (lane.member.id === member) this.forget(lane, live);
        tellGroup({ type: "group-died", group, member, handovers });
      },
      revoked: (member, partitions, handovers) => tellGroup({ type: "group-revoked", group, member, partitions, handovers }),
      open: (lane) => void this.open(lane, group).catch(this.context.onError),
      close: (lane, done) => {
        const live = this.lanes.get(lane);
        if (!live) return done();
        live.close(() => {
          this.lanes.delete(lane);
          done();
        });
      },
      drop: (lane) => {
        const live = this.lanes.get(lane);
        if (live) this.forget(lane, live);
      },
      serve: (lane, record, slot) => this.serve(this.lanes.get(lane) as LiveLane, record, slot),
      lose: (lane, record, reason) => this.lanes.get(lane)?.lose(record, reason),
    };
  }

  private async open(lane: Lane, group: string): Promise<void> {
    const { commands, brokers, onError, tellGroup, outlet } = this.context;
    const { isAudited } = outlet.records;
    const topic = this.topics.get(lane.reading.log);
    if (!topic) return;
    const { keys } = topic;
    const { offsetReset, commit } = membershipOf(this.consumer);
    const { partition } = lane;
    const { fetcher, committer } = this.access(topic, lane.reading.log, partition);
    const live = new LiveLane(lane, {
      reader: this.reader,
      fetcher,
      committer,
      brokers: brokers.gate(lane.reading.log).brokers,
      sourceIndex: (id) => this.sourceIndices.get(id) ?? -1,
      open: () => openPartition(commands, keys, group, partition, offsetReset, isAudited),
      isAudited,
      take: commit === "at-most-once" ? (epoch, { event, offset }) => takeEvent(commands, keys, group, partition, epoch, offset, `${event.source} x:skipped`) : undefined,
      onError,
    });
    this.lanes.set(lane, live);
    await live.open();
    tellGroup({ type: "group-opened", group, member: lane.member.id, partitions: [lane.topicPartition] });
    if (lane.isClosed) return;
    lane.feed = live;
    this.reader.opened(lane);
  }

  private forget(lane: Lane, live: LiveLane): void {
    live.drop();
    this.lanes.delete(lane);
  }
}
