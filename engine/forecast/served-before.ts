import type { Effects, Put } from "../core/dispatch.ts";
import { childrenOf } from "../core/effects.ts";
import type { Settle } from "./consumer.ts";

/** Where it is counted what became of an event of a topic that was served more than once. */
export interface ServedCounts {
  /** So many children more, or fewer, are in channels and belong to no event that is counted yet. */
  early(source: number, more: number): void;
  /** These children were put again. */
  cameAgain(puts: readonly Put[]): void;
  /** So many children are there that no event led to, as it was counted. */
  duplicated(source: number, children: number): void;
}

/**
 * An event of a topic whose children a full channel kept back when its replica died: it is still on its way, and delivered again
 * when the session has timed out (rule T5). Each execution settles after the one before; children that are in their channels are
 * recognised by their ids, as everywhere (rule E2), and the event is counted once, by the execution that commits it.
 */
export class ServedBefore {
  /** Children in channels, whichever execution put them there. */
  private readonly children: Put[] = [];
  private readonly next: (() => void)[] = [];
  private isSettling = true;
  private isCounted = false;

  constructor(
    private readonly source: number,
    private readonly counts: ServedCounts,
  ) {}

  /** What the first execution put into channels is there. */
  firstSettled(settled: Effects, leave: (settled: Effects) => void): void {
    this.over(settled, settled, leave);
  }

  /** Settles what a further execution led to. */
  again(effects: Effects, failed: boolean, settle: Settle, leave: (settled: Effects) => void): void {
    if (this.isSettling) {
      this.next.push(() => this.again(effects, failed, settle, leave));
      return;
    }
    this.isSettling = true;
    const known = effects.puts.filter((put) => this.has(put));
    this.counts.cameAgain(known);
    const rest = effects.puts.filter((put) => !known.includes(put));
    settle({ puts: rest, ends: effects.ends }, failed, (settled) => this.over(settled, { puts: [...known, ...settled.puts], ends: settled.ends }, leave));
  }

  /** The event is counted, with these children; others that are there are duplicates. */
  counted(puts: readonly Put[]): void {
    if (this.isCounted) return;
    this.isCounted = true;
    const all = childrenOf(this.children);
    this.counts.early(this.source, -all);
    this.counts.duplicated(this.source, all - childrenOf(puts));
  }

  private over(news: Effects, whole: Effects, leave: (settled: Effects) => void): void {
    this.children.push(...news.puts);
    const children = childrenOf(news.puts);
    if (this.isCounted) this.counts.duplicated(this.source, children);
    else this.counts.early(this.source, children);
    leave(whole);
    this.isSettling = false;
    this.next.shift()?.();
  }

  private has({ channel, event }: Put): boolean {
    return this.children.some((child) => child.channel === channel && child.event.high === event.high && child.event.low === event.low);
  }
}
