import type { TopicEdgeSettings } from "../../design/kinds/topic.ts";
import type { Effects } from "../core/dispatch.ts";
import type { Brokers } from "../core/log/brokers.ts";
import type { GroupReader, Lane, LaneFeed, LogRecord } from "../core/log/group-reader.ts";
import { membershipOf, type Membership } from "../core/log/membership.ts";
import type { Plan } from "../core/plan.ts";
import { logBehaviour, type Place } from "../core/wiring.ts";
import type { AfterFailure } from "../kinds/behaviour.ts";
import type { PlaceRecorder } from "../metrics/recorder.ts";
import type { ServedBefore } from "./served-before.ts";
import type { Feed } from "./feed.ts";
import type { Job } from "./job.ts";
import type { MemoryLog, Progress } from "./memory-log.ts";

/** A partition of a topic in memory, as a replica reads it. */
export class MemoryLane implements Feed, LaneFeed {
  private position = 0;
  /** The event in service: it stays in hand even when no broker could give it again. */
  inService: LogRecord | undefined;

  constructor(
    private readonly log: MemoryLog,
    private readonly progress: Progress,
    private readonly reader: GroupReader,
    readonly lane: Lane,
  ) {}

  get place(): Place {
    return this.log.place;
  }

  get recorded(): PlaceRecorder {
    return this.log.recorded;
  }

  get bytes(): number {
    return this.log.bytesOf(this.lane.partition);
  }

  get brokers(): Brokers {
    return this.log.gate.brokers;
  }

  get servedBefore(): ServedBefore | undefined {
    return this.inService && this.log.servedBefore(this.progress, this.lane.partition, this.inService.offset);
  }

  heldBack(): ServedBefore {
    return this.log.heldBack(this.progress, this.lane.partition, this.inService as LogRecord);
  }

  open(membership: Membership): void {
    this.position = this.log.open(this, this.progress, membership);
  }

  close(): void {
    this.log.close(this);
  }

  /** Something was appended. */
  wake(): void {
    this.reader.wake(this.lane);
    this.reader.pump();
  }

  peek(): LogRecord | undefined {
    return this.inService ?? this.log.read(this.lane.partition, this.position);
  }

  advance(): void {
    this.inService = undefined;
    this.position++;
  }

  afterFailure(_job: Job, permanent: boolean): AfterFailure {
    return logBehaviour(this.place).afterFailure(this.lane.reading.edge.settings as TopicEdgeSettings, permanent, this.lane.attempts + 1);
  }

  exhausted(): Plan {
    return logBehaviour(this.place).exhausted();
  }

  left(_job: Job, { puts }: Effects): boolean {
    const { partition } = this.lane;
    const isMine = this.progress.readers[partition] === this;
    const isCounted = isMine && this.inService !== undefined && this.log.commit(this.progress, partition, this.inService, puts);
    this.inService = undefined;
    this.reader.completed(this.lane);
    return isCounted;
  }

  retry(_job: Job, afterMs: number): void {
    this.reader.failed(this.lane, afterMs);
  }

  /** The group goes on without its reader, who may commit no more (rule T5). */
  fence(): void {
    const { partition } = this.lane;
    if (this.progress.readers[partition] === this) this.progress.readers[partition] = undefined;
    this.abandon();
  }

  /** Its session has to time out; a group that commits first has then skipped the event (rule T5). */
  abandon(): void {
    const record = this.inService;
    if (!record || membershipOf(this.lane.reading.consumer).commit !== "at-most-once") return;
    this.log.lose(this.progress, this.lane.partition, record, "skipped");
    this.inService = undefined;
    this.lane.deliveries = 0;
    this.position++;
  }
}
