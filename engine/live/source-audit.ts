import type { FlowEvent } from "../core/event.ts";
import { recordOf } from "../core/outcome.ts";
import type { SourceRecord } from "../redis/run-keys.ts";

/** How long records are kept after Redis has answered that it has them, ms: longer than any server keeps what is not on its disk. */
const KEEP_MS = 30_000;

interface Kept extends SourceRecord {
  readonly atMs: number;
}

/**
 * What a source records of its events for an audit (rule E4): which it emitted, and their children, written with its state. A server that
 * comes back without its newest writes gets them again.
 */
export class SourceAudit {
  private due: string[] = [];
  private kept: Kept[] = [];
  private n = 0;
  private written = 0;
  /** What Redis has is not certain, as at first: another process may have written before. */
  private isInDoubt = true;

  /** `last` reads the number of the last record that Redis has. */
  constructor(private readonly last: () => Promise<number>) {}

  /** An event is settled; `children` are told by place and id. */
  add(event: Pick<FlowEvent, "high" | "low">, children: string): void {
    this.due.push(recordOf(event, children));
  }

  /** Whether there is something to write. */
  get hasMore(): boolean {
    return this.due.length > 0 || this.isInDoubt || this.written < this.n;
  }

  /** Redis may not have what was written. */
  doubt(): void {
    this.isInDoubt = true;
  }

  /** The records that Redis does not have. */
  async take(): Promise<readonly SourceRecord[]> {
    if (this.isInDoubt) {
      this.written = await this.last();
      this.n = Math.max(this.n, this.written);
      this.isInDoubt = false;
    }
    if (this.due.length > 0) this.kept.push({ n: ++this.n, text: this.due.splice(0).join(","), atMs: performance.now() });
    return this.kept.filter(({ n }) => n > this.written);
  }

  /** They were sent, and Redis answers that `last` is the last one that it has. */
  wrote(records: readonly SourceRecord[], last: number): void {
    const newest = records.at(-1)?.n;
    if (newest === undefined) return;
    if (last === newest) this.written = newest;
    else this.doubt();
    const before = performance.now() - KEEP_MS;
    this.kept = this.kept.filter(({ n, atMs }) => n > this.written || atMs > before);
  }
}
