import { eventOf } from "../core/event.ts";
import type { Brokers } from "../core/log/brokers.ts";
import type { GroupReader, Lane, LaneFeed, LogRecord } from "../core/log/group-reader.ts";
import { recordSize } from "../core/log/record-size.ts";
import { partsOfOutcome, recordOf } from "../core/outcome.ts";
import { topicOf } from "../core/wiring.ts";
import type { Entry, Fetching, LogFetcher } from "../redis/log-fetcher.ts";
import type { Commit, Committer, Opened } from "../redis/log-positions.ts";

/** Events at hand below which more are fetched. */
const FEWEST_AT_HAND = 256;
/** Events that were done and not committed yet, at most: a slow Redis slows the work rather than pile it up. */
const MOST_UNCOMMITTED = 2000;

/** An event that was begun; it is committed when it has an outcome and everything before it has one. */
export interface Begun {
  readonly record: LogRecord;
  outcome: string | undefined;
}

/** What a lane needs of its topic in this process. */
export interface LaneContext {
  readonly reader: GroupReader;
  readonly fetcher: LogFetcher;
  readonly committer: Committer;
  readonly brokers: Brokers;
  readonly sourceIndex: (id: string) => number;
  /** Takes the partition over. */
  readonly open: () => Promise<Opened>;
  /** Commits an event before the work; absent when it is committed afterwards. */
  readonly take: ((epoch: number, record: LogRecord) => Promise<boolean>) | undefined;
  /** What became of each event is recorded by its id (rule E4). */
  readonly isAudited: boolean;
  readonly onError: (error: Error) => void;
}

/** A partition of a topic on Redis, as a replica of this process reads it: fetched ahead, committed behind. */
export class LiveLane implements LaneFeed, Fetching {
  bytes = 0;
  private records: LogRecord[] = [];
  private head = 0;
  private lastEntry: string | undefined;
  private position = 0;
  private epoch = 0;
  private settled = 0;
  private begun: Begun[] = [];
  private current: Begun | undefined;
  private isCommitting = false;
  /** Redis may have lost something: the group's place is looked up again as soon as nothing is on its way. */
  private isStale = false;
  /** Somebody else has taken the partition over, and only the coordinator gives it back (rule T5). */
  private isFenced = false;
  private whenCommitted: (() => void) | undefined;

  constructor(
    readonly lane: Lane,
    private readonly context: LaneContext,
  ) {}

  get brokers(): Brokers {
    return this.context.brokers;
  }

  get partition(): number {
    return this.lane.partition;
  }

  /** Events that were begun and whose outcome Redis does not have; without the one in service. */
  get uncommitted(): number {
    return this.begun.length - (this.current ? 1 : 0);
  }

  get after(): string | undefined {
    return this.isStale || this.records.length - this.head >= FEWEST_AT_HAND ? undefined : this.lastEntry;
  }

  /** Whether it will still fetch what lies before an offset. */
  isBehind(end: number): boolean {
    return !this.lane.isClosed && this.after !== undefined && this.position + this.records.length - this.head < end;
  }

  /** Takes the partition over and begins to fetch. */
  async open(): Promise<void> {
    const { offset, epoch, entry, bytes } = await this.context.open();
    if (this.lane.isClosed) return;
    this.position = this.settled = offset;
    this.epoch = epoch;
    this.bytes = bytes;
    this.records = [];
    this.head = 0;
    // The entry that the offset lies in is read again: its id is one above what is asked for.
    this.lastEntry = entry === "0-0" ? "0-0" : `${Number(entry.slice(0, entry.indexOf("-"))) - 1}-1`;
    this.isStale = false;
    this.context.fetcher.add(this);
  }

  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.lastEntry = entry.id;
      this.bytes = Math.max(this.bytes, entry.bytes);
      this.keep(entry);
    }
    this.context.reader.wake(this.lane);
    this.context.reader.pump();
  }

  peek(): LogRecord | undefined {
    if (this.current) return this.records[this.head];
    if (this.brokers.leaderOf(this.partition) === undefined) return undefined;
    const most = this.context.take ? 1 : MOST_UNCOMMITTED;
    return this.isStale || this.begun.length >= most ? undefined : this.records[this.head];
  }

  advance(): void {
    this.head++;
    this.position++;
    if (this.records.length - this.head === FEWEST_AT_HAND - 1) {
      this.records.splice(0, this.head);
      this.head = 0;
      this.context.fetcher.look();
    }
  }

  /** Begins an attempt at the event in front; false when the partition is somebody else's by now. */
  begin(record: LogRecord): boolean | Promise<boolean> {
    const isFirst = this.current === undefined;
    this.current ??= this.add(record);
    if (!isFirst || !this.context.take) return true;
    return this.context.take(this.epoch, record);
  }

  /** The event in service. */
  get inService(): Begun {
    if (!this.current) throw new Error("No event of the partition is in service.");
    return this.current;
  }

  /** The event in service is over, but for what it became. */
  end(): Begun {
    const begun = this.inService;
    this.current = undefined;
    return begun;
  }

  /** What an event became is known, and in its channels. */
  finish(begun: Begun, outcome: string): void {
    begun.outcome = outcome;
    this.askToCommit();
  }

  /** The group will not get the event in front. */
  lose(record: LogRecord, reason: string): void {
    // It may have been tried before.
    const begun = this.current ?? this.add(record);
    this.current = undefined;
    this.finish(begun, `${record.event.source} x:${reason}`);
  }

  /** Calls `done` when everything that was done is committed. */
  close(done: () => void): void {
    this.context.fetcher.remove(this);
    // What waits for another attempt is the next reader's.
    if (this.current) this.begun.pop();
    this.current = undefined;
    this.whenCommitted = done;
    this.closeIfCommitted();
  }

  /** Nothing more is read: the replica is gone. */
  drop(): void {
    this.context.fetcher.remove(this);
  }

  /** The connection to Redis was lost and is back. */
  reconnected(): void {
    this.isStale = true;
    this.reopenWhenQuiet();
  }

  private add(record: LogRecord): Begun {
    const begun: Begun = { record, outcome: undefined };
    this.begun.push(begun);
    return begun;
  }

  private keep({ offset, bytes, envelopes }: Entry): void {
    const keepsSizes = topicOf(this.lane.reading.log).retentionBytes !== undefined;
    const records = envelopes.map((envelope, index): LogRecord => {
      return { event: eventOf(envelope, this.context.sourceIndex(envelope.source)), offset: offset + index, bytesBefore: 0, isLate: envelope.late === true };
    });
    let bytesBefore = bytes;
    if (keepsSizes) for (let index = records.length - 1; index >= 0; index--) records[index] = { ...(records[index] as LogRecord), bytesBefore: (bytesBefore -= recordSize((records[index] as LogRecord).event)) };
    const next = this.position + this.records.length - this.head;
    for (const record of records) if (record.offset >= next) this.records.push(record);
  }

  private askToCommit(): void {
    if (this.isCommitting) return;
    this.isCommitting = true;
    this.context.committer.request(() => this.commit());
  }

  private commit(): Commit | undefined {
    const outcomes = new Map<string, number>();
    const done: string[] = [];
    let count = 0;
    for (; count < this.begun.length; count++) {
      const begun = this.begun[count];
      if (begun?.outcome === undefined) break;
      const { outcome, children = "" } = partsOfOutcome(begun.outcome);
      if (this.context.isAudited) done.push(recordOf(begun.record.event, children));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    if (count === 0) {
      this.isCommitting = false;
      return undefined;
    }
    const [from, to] = [this.settled, this.settled + count];
    const { group } = this.lane.reading;
    return { group, partition: this.partition, epoch: this.epoch, from, to, outcomes, audit: done.join(","), done: (settled, isMine, bytes) => this.committed(count, to, settled, isMine, bytes) };
  }

  private committed(count: number, to: number, settled: number, isMine: boolean, bytes: number): void {
    this.isCommitting = false;
    this.bytes = Math.max(this.bytes, bytes);
    if (settled < to) {
      // Somebody else reads the partition, or Redis lost what it had: what was done since is done again.
      this.begun = this.current ? [this.current] : [];
      this.isStale = true;
      this.isFenced = !isMine;
      if (this.isFenced && !this.lane.isClosed) this.context.onError(new Error(`${this.lane.member.id} no longer reads partition ${this.partition} of ${this.lane.reading.log.name}.`));
    } else {
      this.begun.splice(0, count);
      this.settled = to;
      if (this.begun[0]?.outcome !== undefined) this.askToCommit();
    }
    this.closeIfCommitted();
    this.reopenWhenQuiet();
    this.context.reader.wake(this.lane);
    this.context.reader.pump();
  }

  private closeIfCommitted(): void {
    if (this.begun.length > 0) return;
    const done = this.whenCommitted;
    this.whenCommitted = undefined;
    done?.();
  }

  private reopenWhenQuiet(): void {
    if (!this.isStale || this.isFenced || this.lane.isClosed || this.lane.isBusy || this.begun.length > 0) return;
    this.context.fetcher.remove(this);
    this.open()
      .then(() => this.context.reader.opened(this.lane))
      .catch(this.context.onError);
  }
}
