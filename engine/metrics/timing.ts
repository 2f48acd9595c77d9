import { NO_STATS, type Stats } from "../contract/stats.ts";
import { BatchMeans } from "./batch-means.ts";
import { Histogram, type HistogramDelta } from "./histogram.ts";

/** How far back the stats on the screen look, ms of design time. */
const WINDOW_MS = 5000;

/** One kind of time at one place: over the last 5 s for the screen, over the run for the report, its warm-up kept apart. */
export class Timing {
  private readonly cold = new Histogram();
  private readonly warm = new Histogram();
  private readonly batches = new BatchMeans();
  private readonly window = new Histogram();
  private readonly recent: { atMs: number; delta: HistogramDelta }[] = [];
  private shown: Stats = NO_STATS;

  /** Each value is counted so many times, but was drawn once: what tells how certain the mean is goes by draws (rule F6). */
  constructor(private readonly eachStandsFor = 1) {}

  /** Values recorded in the whole run. */
  get count(): number {
    return this.cold.count + this.warm.count;
  }

  /** Sum of the values recorded in the whole run, ms. */
  get sum(): number {
    return this.cold.sumMs + this.warm.sumMs;
  }

  /** Adds to the times of the run. */
  add(delta: HistogramDelta, warm: boolean): void {
    if (!warm) return this.cold.add(delta);
    const before = this.warm.count;
    this.warm.add(delta);
    this.batches.add(delta.sum / this.eachStandsFor, (this.warm.count - before) / this.eachStandsFor);
  }

  /** Adds to the times on the screen. */
  show(atMs: number, delta: HistogramDelta): void {
    this.window.add(delta);
    this.recent.push({ atMs, delta });
  }

  /** Stats of the last 5 s; the last ones given stand where they need not be exact yet. */
  windowStats(atMs: number, recompute: boolean): Stats {
    let first = this.recent[0];
    while (first && first.atMs <= atMs - WINDOW_MS) {
      this.window.subtract(first.delta);
      this.recent.shift();
      first = this.recent[0];
    }
    if (recompute || this.window.count === 0) this.shown = this.window.stats();
    return this.shown;
  }

  /** Stats of the run, without its warm-up where `steady`; with a confidence interval where there is enough to tell one. */
  stats(steady: boolean): Stats {
    const ci95 = this.batches.halfWidth();
    const stats = steady || this.cold.count === 0 ? this.warm.stats() : this.both().stats();
    return ci95 === undefined ? stats : { ...stats, ci95 };
  }

  /** A percentile of the run, exact to the bucket; without its warm-up where `steady`. */
  percentile(percent: number, steady: boolean): number {
    return (steady || this.cold.count === 0 ? this.warm : this.both()).percentile(percent);
  }

  private both(): Histogram {
    const both = new Histogram();
    both.addAll(this.cold);
    both.addAll(this.warm);
    return both;
  }
}
