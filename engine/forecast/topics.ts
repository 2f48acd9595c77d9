import { Dispatcher } from "../core/dispatch.ts";
import type { Group } from "../core/log/group.ts";
import { GroupReader, type GroupPort, type Lane, type LogRecord } from "../core/log/group-reader.ts";
import { groupsOf } from "../core/log/groups.ts";
import { membershipOf } from "../core/log/membership.ts";
import type { Slot } from "../core/slots.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { ConsumerRunner } from "./consumer.ts";
import type { Job } from "./job.ts";
import { MemoryLane } from "./memory-lane.ts";
import { MemoryLog } from "./memory-log.ts";
import type { ServedCounts } from "./served-before.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** The topics of a forecast: their logs, the groups' coordinators, and how consumers read them. */
export class MemoryTopics {
  readonly logs = new Map<Place, MemoryLog>();
  /** The same by place, for the path that every event takes. */
  readonly logAt: (MemoryLog | undefined)[] = [];
  private readonly groups: ReadonlyMap<string, Group>;
  private readonly readers: GroupReader[] = [];
  /** What happens to a member that is not heard of for too long; by its reader. */
  private readonly lost = new Map<GroupReader, (member: string) => void>();

  constructor(
    private readonly wiring: Wiring,
    private readonly clock: VirtualClock,
    recorder: Recorder,
    dispatcher: Dispatcher,
    dropped: (source: number, reason: string) => void,
    servedCounts: ServedCounts,
  ) {
    for (const place of wiring.keepers) {
      if (place.behaviour.role !== "log") continue;
      const log = new MemoryLog(place, wiring.groupsOf(place), clock, recorder, wiring, (_, { event }, reason) => {
        dispatcher.seen(place, event, "dropped", reason);
        dropped(event.source, reason);
      }, servedCounts);
      this.logs.set(place, log);
      this.logAt[place.index] = log;
    }
    this.groups = groupsOf(
      wiring,
      clock,
      {
        assign: (member, grants) => this.readers.forEach((reader) => reader.assign(member, grants)),
        revoke: (member, partitions) => this.readers.forEach((reader) => reader.revoke(member, partitions)),
        lost: (member) => this.lost.get(this.readers.find(({ memberIds }) => memberIds.includes(member)) as GroupReader)?.(member),
      },
      (action) => void clock.at(clock.now(), action),
    );
  }

  /** The consumers that read topics. */
  get consumers(): ReadonlySet<Place> {
    return new Set(this.wiring.logReadings.map(({ consumer }) => consumer));
  }

  /** Makes a consumer read its topics. */
  join(runner: ConsumerRunner): void {
    const readings = this.wiring.logReadings.filter(({ consumer }) => consumer === runner.place);
    const group = this.groups.get(readings[0]?.group ?? "");
    if (!group) return;
    const isAlone = this.wiring.readings.every(({ consumer }) => consumer !== runner.place);
    const lanes = new Map<Lane, MemoryLane>();
    const port: GroupPort = {
      join: (member, joining) => group.join(member, joining),
      leave: (member) => group.leave(member),
      died: (member, handovers) => {
        for (const [lane, memory] of lanes) if (lane.member.id === member) this.forget(lanes, lane, memory);
        group.died(member, handovers);
      },
      revoked: (member, partitions, handovers) => group.revoked(member, partitions, handovers),
      open: (lane) => {
        const log = this.logs.get(lane.reading.log) as MemoryLog;
        const memory = new MemoryLane(log, log.progressOf(lane.reading.group), reader, lane);
        lanes.set(lane, memory);
        memory.open(membershipOf(runner.place));
        lane.feed = memory;
        reader.opened(lane);
      },
      close: (lane, done) => {
        this.forget(lanes, lane, lanes.get(lane));
        done();
      },
      drop: (lane) => this.forget(lanes, lane, lanes.get(lane)),
      serve: (lane, record, slot) => serve(runner, lanes.get(lane) as MemoryLane, record, slot),
      lose: (lane, record, reason) => {
        const log = this.logs.get(lane.reading.log) as MemoryLog;
        log.lose(log.progressOf(lane.reading.group), lane.partition, record, reason);
      },
    };
    const reader = new GroupReader(runner.place, readings, runner.pool, this.clock, port, { suffix: "", isExact: true, isAlone });
    this.readers.push(reader);
    runner.group = reader;
    this.lost.set(reader, (member) => {
      for (const [lane, memory] of lanes) if (lane.member.id === member) runner.overtaken(memory);
      // It hears of that when it goes on.
      runner.whenThawed(() => reader.lost(member));
    });
    runner.heartbeat = {
      stop: () => reader.memberIds.forEach((member) => group.silent(member)),
      go: () => reader.memberIds.forEach((member) => group.alive(member)),
    };
  }

  /** Events that groups have not committed, one for each group. */
  get size(): number {
    let size = 0;
    for (const log of this.logs.values()) size += log.size;
    return size;
  }

  private forget(lanes: Map<Lane, MemoryLane>, lane: Lane, memory: MemoryLane | undefined): void {
    memory?.close();
    lanes.delete(lane);
  }
}

function serve(runner: ConsumerRunner, memory: MemoryLane, record: LogRecord, slot: Slot): void {
  const { lane } = memory;
  memory.inService = record;
  const { event } = record;
  const availableMs = lane.attempts > 0 ? lane.readyMs : event.emittedMs;
  const job: Job = { event, port: lane.reading.edge.toPort, priority: 0, availableMs, attempts: lane.attempts, deliveries: lane.deliveries, stalls: 0, repeated: lane.isRepeated, expiresMs: Number.POSITIVE_INFINITY, startedMs: runner.now };
  runner.begin(memory, lane.reading.edge, job, slot);
}
