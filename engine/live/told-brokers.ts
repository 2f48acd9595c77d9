import type { Notice } from "../contract/run.ts";
import { noticeOf, topicOfChange, type BrokerChange, type TimedBrokerChange } from "../core/log/broker-change.ts";
import type { Wiring } from "../core/wiring.ts";

/** Which brokers of topics died or came back so far, or will: told to every process, and to those that start later (rule T7). */
export class ToldBrokers {
  private changes: readonly TimedBrokerChange[] = [];

  constructor(
    private readonly wiring: Wiring,
    private readonly tell: (change: TimedBrokerChange) => void,
    private readonly onNotice: (notice: Notice) => void,
  ) {}

  /** By time. */
  all(): readonly TimedBrokerChange[] {
    return this.changes;
  }

  /** Returns when it happens; throws an AppError `wrong-use` where there is no such broker. */
  set(change: BrokerChange, atMs: number, isOver: boolean): number {
    const place = topicOfChange(this.wiring, change);
    if (isOver) return atMs;
    const timed = { ...change, atMs };
    this.changes = [...this.changes, timed].toSorted((a, b) => a.atMs - b.atMs);
    this.tell(timed);
    this.onNotice(noticeOf(place, timed));
    return atMs;
  }
}
