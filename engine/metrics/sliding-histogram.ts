import { Histogram, type HistogramDelta } from "./histogram.ts";

/** Values of the newest parts of a window; its memory does not grow with the number of values. */
export class SlidingHistogram {
  private readonly window = new Histogram();
  private readonly closed: (HistogramDelta | undefined)[] = [];
  private counts = new Map<number, number>();
  private sum = 0;
  private max = 0;

  /** Adds values to the part that is open. */
  add(delta: HistogramDelta): void {
    this.window.add(delta);
    for (let i = 0; i < delta.buckets.length; i += 2) {
      const bucket = delta.buckets[i] as number;
      this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + (delta.buckets[i + 1] as number));
    }
    this.sum += delta.sum;
    this.max = Math.max(this.max, delta.max);
  }

  /** Closes the part that is open, and opens the next. */
  next(): void {
    this.closed.push(this.counts.size === 0 ? undefined : { buckets: [...this.counts].flat(), sum: this.sum, max: this.max });
    this.counts = new Map();
    this.sum = this.max = 0;
  }

  /** Takes the oldest part that is closed out of the window. */
  drop(): void {
    const oldest = this.closed.shift();
    if (oldest) this.window.subtract(oldest);
  }

  /** The mean, or a percentile; null when there is nothing in the window. */
  value(percentile: number | undefined): number | null {
    if (this.window.count === 0) return null;
    return percentile === undefined ? this.window.sumMs / this.window.count : this.window.percentile(percentile);
  }
}
