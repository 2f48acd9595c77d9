import type { Put } from "../core/dispatch.ts";
import type { Acceptance } from "../core/log/brokers.ts";
import type { LogRecord, LossReason } from "../core/log/group-reader.ts";
import { LogGate } from "../core/log/log-gate.ts";
import { Partitioner } from "../core/log/partitioner.ts";
import { recordSize } from "../core/log/record-size.ts";
import type { Membership } from "../core/log/membership.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";
import type { PlaceRecorder, Recorder } from "../metrics/recorder.ts";
import type { MemoryLane } from "./memory-lane.ts";
import { ServedBefore, type ServedCounts } from "./served-before.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Why an event does not reach a group: the log let it go, a crash skipped it, or the group began behind it. */
export type LogLoss = LossReason | "skipped" | "offset-reset";

/** Records that everyone has read and that are not taken away yet, at most. */
const SLACK = 1024;

/** A partition's records from `base` on; what every group has read is forgotten. */
class Partition {
  readonly records: LogRecord[] = [];
  base = 0;
  bytes = 0;
  readonly lanes = new Set<MemoryLane>();

  get end(): number {
    return this.base + this.records.length;
  }

  at(offset: number): LogRecord | undefined {
    return this.records[offset - this.base];
  }

  /** Forgets what lies before an offset. */
  forget(before: number): void {
    if (before - this.base < SLACK) return;
    this.records.splice(0, before - this.base);
    this.base = before;
  }
}

/** How far a group is, by partition. */
export class Progress {
  readonly committed: number[];
  readonly hasBegun: boolean[];
  /** Who reads each partition: it alone commits. */
  readonly readers: (MemoryLane | undefined)[] = [];
  /** Events that were served and are kept back, by partition and offset. */
  readonly served = new Map<string, ServedBefore>();

  constructor(
    readonly group: string,
    partitions: number,
  ) {
    this.committed = Array.from({ length: partitions }, () => 0);
    this.hasBegun = Array.from({ length: partitions }, () => false);
  }
}

/** A topic's events in memory (rules T1 to T7). */
export class MemoryLog {
  readonly recorded: PlaceRecorder;
  readonly groups: readonly Progress[];
  private readonly partitions: Partition[];
  private readonly partitioners = new Map<string, Partitioner>();
  readonly gate: LogGate;
  private readonly keepsSizes: boolean;
  /** Events that groups have not committed, one for each group, by source. */
  private readonly present: number[] = [];
  private count = 0;

  constructor(
    readonly place: Place,
    groups: readonly string[],
    private readonly clock: VirtualClock,
    recorder: Recorder,
    private readonly wiring: Pick<Wiring, "seed" | "eachStandsFor">,
    /** A group will not get an event. */
    private readonly onLost: (log: MemoryLog, record: LogRecord, reason: LogLoss) => void,
    private readonly servedCounts: ServedCounts,
  ) {
    const settings = topicOf(place);
    this.recorded = recorder.place(place.index);
    this.partitions = Array.from({ length: settings.partitions }, () => new Partition());
    this.groups = groups.map((group) => new Progress(group, settings.partitions));
    this.gate = new LogGate(settings);
    this.keepsSizes = settings.retentionBytes !== undefined;
  }

  /** Events that groups have not committed, one for each group. */
  get size(): number {
    return this.count;
  }

  countBySource(counts: number[]): void {
    for (const [source, n] of this.present.entries()) counts[source] = (counts[source] ?? 0) + (n ?? 0);
  }

  /** For each group, the events of each partition that it has not committed (rule T4). */
  lag(): Record<string, number[]> {
    return Object.fromEntries(this.groups.map(({ group, committed }) => [group, this.partitions.map(({ end }, partition) => end - (committed[partition] ?? 0))]));
  }

  /** Events in slots. */
  get inSlots(): number {
    return this.partitions.reduce((sum, { lanes }) => sum + [...lanes].filter(({ lane }) => lane.isBusy).length, 0);
  }

  progressOf(group: string): Progress {
    return this.groups.find((progress) => progress.group === group) as Progress;
  }

  /** Takes an event if a broker can; `accepted` is called when a later one could, after `block`. */
  offer(put: Put): { readonly partition: number; readonly acceptance: Acceptance } {
    const partition = this.partitionerOf(put).partitionOf(put.event);
    const acceptance = this.gate.accepts(partition);
    if (acceptance === "accept") this.append(put, partition);
    return { partition, acceptance };
  }

  /** Keeps an emitter waiting until a broker takes its event. */
  block(put: Put, partition: number, accepted: () => void): void {
    this.gate.wait(partition, () => {
      this.append(put, partition);
      accepted();
    });
  }

  /** The event at an offset, where a broker can give it. */
  read(partition: number, offset: number): LogRecord | undefined {
    return this.gate.brokers.leaderOf(partition) === undefined ? undefined : this.partition(partition).at(offset);
  }

  bytesOf(partition: number): number {
    return this.partition(partition).bytes;
  }

  /**
   * A lane begins where its group is; a group that has read nothing yet begins as its consumer says (rule T4), one that commits first skips what
   * it had in hand (T5).
   */
  open(lane: MemoryLane, progress: Progress, { offsetReset: reset, commit }: Membership): number {
    const { partition } = lane.lane;
    const own = this.partition(partition);
    own.lanes.add(lane);
    progress.readers[partition] = lane;
    const next = (): LogRecord | undefined => own.at(progress.committed[partition] ?? 0);
    const first = next();
    if (first && commit === "at-most-once" && this.servedBefore(progress, partition, first.offset)) this.lose(progress, partition, first, "skipped");
    if (!progress.hasBegun[partition] && reset === "latest") for (let record = next(); record; record = next()) this.lose(progress, partition, record, "offset-reset");
    progress.hasBegun[partition] = true;
    return progress.committed[partition] ?? 0;
  }

  close(lane: MemoryLane): void {
    this.partition(lane.lane.partition).lanes.delete(lane);
  }

  /** The execution of an event that full channels keep back, or kept back when its replica died. */
  servedBefore(progress: Progress, partition: number, offset: number): ServedBefore | undefined {
    return progress.served.size === 0 ? undefined : progress.served.get(`${partition}:${offset}`);
  }

  /** Full channels keep back what an event became. */
  heldBack(progress: Progress, partition: number, { event, offset }: LogRecord): ServedBefore {
    const served = new ServedBefore(event.source, this.servedCounts);
    progress.served.set(`${partition}:${offset}`, served);
    return served;
  }

  /** The group is done with the event at its committed offset, which became `puts` among others; false when it was done with it before. */
  commit(progress: Progress, partition: number, record: LogRecord, puts: readonly Put[] = []): boolean {
    if (progress.committed[partition] !== record.offset) return false;
    const served = this.servedBefore(progress, partition, record.offset);
    if (served) {
      served.counted(puts);
      progress.served.delete(`${partition}:${record.offset}`);
    }
    progress.committed[partition] = record.offset + 1;
    this.count--;
    this.present[record.event.source] = (this.present[record.event.source] ?? 0) - 1;
    // Every group comes by here: looking now and then is enough.
    if (record.offset % SLACK === 0) this.partition(partition).forget(Math.min(...this.groups.map(({ committed }) => committed[partition] ?? 0)));
    return true;
  }

  lose(progress: Progress, partition: number, record: LogRecord, reason: LogLoss): void {
    if (this.commit(progress, partition, record)) this.onLost(this, record, reason);
  }

  /** A broker dies or comes back (rule T7, modelled). */
  setBroker(broker: number, isDown: boolean): void {
    for (const partition of this.gate.setBroker(broker, isDown, this.clock.now())) for (const lane of this.partition(partition).lanes) lane.wake();
  }

  private append(put: Put, partition: number): void {
    this.recorded.in++;
    const { event } = put;
    const { groups } = this;
    const own = this.partition(partition);
    const bytesBefore = own.bytes;
    if (this.keepsSizes) own.bytes += recordSize(event);
    if (groups.length === 0) return;
    own.records.push({ event, offset: own.end, bytesBefore, isLate: this.gate.brokers.isLost(partition, event.emittedMs) });
    this.count += groups.length;
    this.present[event.source] = (this.present[event.source] ?? 0) + groups.length;
    for (const lane of own.lanes) lane.wake();
  }

  private partitionerOf({ edge }: Put): Partitioner {
    let partitioner = this.partitioners.get(edge.id);
    if (!partitioner) this.partitioners.set(edge.id, (partitioner = new Partitioner(topicOf(this.place), this.wiring.seed, edge.id, this.wiring.eachStandsFor)));
    return partitioner;
  }

  private partition(index: number): Partition {
    return this.partitions[index] as Partition;
  }
}
