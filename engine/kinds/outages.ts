import { uniform } from "../core/random.ts";

/** Outages of a partition that are remembered: calls come nearly in order of time. */
const MOST_KEPT = 8;

interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * When a database's partitions are without a replica: the n-th failure of a partition comes an exponential time after the one
 * before was made up for. Drawn from partition and n alone (rule E5), as far as anyone asks.
 */
export class Outages {
  private everyMs: number | undefined;
  private lastMs = 0;
  /** The newest outages of each partition, and how many it had. */
  private readonly drawn: { outages: Outage[]; count: number }[] = [];

  constructor(private readonly site: number) {}

  configure(everyMs: number | undefined, lastMs: number): void {
    if (everyMs !== this.everyMs || lastMs !== this.lastMs) this.drawn.length = 0;
    this.everyMs = everyMs;
    this.lastMs = lastMs;
  }

  isDown(partition: number, atMs: number): boolean {
    if (this.everyMs === undefined) return false;
    const drawn = (this.drawn[partition] ??= { outages: [], count: 0 });
    const { outages } = drawn;
    let newest = outages.at(-1);
    while (!newest || newest.untilMs <= atMs) {
      const fromMs = (newest?.untilMs ?? 0) - Math.log(uniform(this.site, partition, drawn.count++, 0)) * this.everyMs;
      newest = { fromMs, untilMs: fromMs + this.lastMs };
      outages.push(newest);
      if (outages.length > MOST_KEPT) outages.shift();
    }
    return outages.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  }

  isAnyDown(partitions: number, atMs: number): boolean {
    for (let partition = 0; partition < partitions; partition++) if (this.isDown(partition, atMs)) return true;
    return false;
  }
}
