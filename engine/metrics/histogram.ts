import { NO_STATS, type Stats } from "../contract/stats.ts";

/**
 * A high dynamic range histogram of times with 3 significant digits, in the layout of HdrHistogram (Gil Tene): 2,048
 * linear buckets, then 1,024 for each doubling. Values are ms, kept in units of 1 µs. Sparse where it matters: only the
 * buckets that were touched travel in a frame. Recording costs an index computation and an increment.
 */
const SUB_BUCKETS = 2048;
const HALF = SUB_BUCKETS / 2;
const UNITS_PER_MS = 1000;
/** Buckets that are counted together, so that a percentile is found without looking at each; 2 to the power of this. */
const BLOCK_BITS = 6;
const BLOCK = 1 << BLOCK_BITS;

/** Bucket of a value in whole µs. */
export function bucketOf(units: number): number {
  if (units < 0) return 0;
  // Below 2³¹ µs (36 min) the exponent is in the leading zeros of a whole number; beyond it takes a logarithm.
  if (units < 0x80000000) {
    const whole = units | 0;
    if (whole < SUB_BUCKETS) return whole;
    const exponent = 21 - Math.clz32(whole);
    return exponent * HALF + (whole >> exponent);
  }
  const exponent = Math.floor(Math.log2(units)) - 10;
  return exponent * HALF + Math.floor(units / 2 ** exponent);
}

/** Middle of a bucket, in µs. */
export function valueOf(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const exponent = Math.floor(bucket / HALF) - 1;
  // A shift takes a tenth of the time, as far as it goes.
  const width = exponent < 31 ? 1 << exponent : 2 ** exponent;
  return (bucket - exponent * HALF) * width + width / 2;
}

/** What travels: pairs of bucket and count, with the exact sum and maximum (ms). */
export interface HistogramDelta {
  readonly buckets: number[];
  readonly sum: number;
  readonly max: number;
}

/** How many values of a delta are above a time in ms, to bucket precision. */
export function countAbove({ buckets }: HistogramDelta, ms: number): number {
  const limit = bucketOf(Math.round(ms * UNITS_PER_MS));
  let count = 0;
  for (let i = 0; i < buckets.length; i += 2) if ((buckets[i] as number) > limit) count += buckets[i + 1] as number;
  return count;
}

/** The same values, each so many times as long, to bucket precision. */
export function stretched(delta: HistogramDelta, factor: number): HistogramDelta {
  if (factor === 1) return delta;
  const buckets = delta.buckets.map((value, index) => (index % 2 === 0 ? bucketOf(Math.round(valueOf(value) * factor)) : value));
  return { buckets, sum: delta.sum * factor, max: delta.max * factor };
}

/** Collects values and hands them out as deltas; lives where the events are. */
export class HistogramRecorder {
  private counts = new Uint32Array(SUB_BUCKETS);
  /** The buckets that are not empty, in the order in which they were touched. */
  private touched = new Uint32Array(256);
  private touchedCount = 0;
  private sum = 0;
  private max = 0;

  record(ms: number): void {
    const bucket = ms === 0 ? 0 : bucketOf(Math.round(ms * UNITS_PER_MS));
    if (bucket >= this.counts.length) this.grow(bucket);
    const before = this.counts[bucket] as number;
    this.counts[bucket] = before + 1;
    if (before === 0) this.touch(bucket);
    this.sum += ms;
    if (ms > this.max) this.max = ms;
  }

  /** Sum of what was recorded since the last flush, ms. */
  get sumMs(): number {
    return this.sum;
  }

  /** What was recorded since the last call, or undefined for nothing. */
  flush(): HistogramDelta | undefined {
    if (this.touchedCount === 0) return undefined;
    const { counts, touched, touchedCount } = this;
    const buckets: number[] = [];
    for (let i = 0; i < touchedCount; i++) {
      const bucket = touched[i] as number;
      buckets.push(bucket, counts[bucket] as number);
      counts[bucket] = 0;
    }
    const delta = { buckets, sum: this.sum, max: this.max };
    this.touchedCount = 0;
    this.sum = 0;
    this.max = 0;
    return delta;
  }

  private touch(bucket: number): void {
    if (this.touchedCount === this.touched.length) {
      const larger = new Uint32Array(this.touched.length * 2);
      larger.set(this.touched);
      this.touched = larger;
    }
    this.touched[this.touchedCount++] = bucket;
  }

  private grow(bucket: number): void {
    const larger = new Uint32Array(Math.max(bucket + 1, this.counts.length * 2));
    larger.set(this.counts);
    this.counts = larger;
  }
}

/** Merges deltas and answers for percentiles; lives where the screen is fed (rule M2: never averaged percentiles). */
export class Histogram {
  private counts = new Float64Array(SUB_BUCKETS);
  /** Sums of {@link BLOCK} neighbouring counts. */
  private blocks = new Float64Array(SUB_BUCKETS >> BLOCK_BITS);
  private top = -1;
  private total = 0;
  private sum = 0;
  private max = 0;

  get count(): number {
    return this.total;
  }

  add(delta: HistogramDelta): void {
    this.merge(delta, 1);
    if (delta.max > this.max) this.max = delta.max;
  }

  /** Sum of all values, ms. */
  get sumMs(): number {
    return this.sum;
  }

  /** Adds everything that another histogram holds. */
  addAll(other: Histogram): void {
    if (other.top >= this.counts.length) this.grow(other.top);
    for (let bucket = 0; bucket <= other.top; bucket++) this.addTo(bucket, other.counts[bucket] as number);
    this.top = Math.max(this.top, other.top);
    this.total += other.total;
    this.sum += other.sum;
    this.max = Math.max(this.max, other.max);
  }

  /** Takes back what was added, for sliding windows; the maximum is then known to bucket precision only. */
  subtract(delta: HistogramDelta): void {
    this.merge(delta, -1);
    while (this.top >= 0 && this.counts[this.top] === 0) this.top -= this.blocks[this.top >> BLOCK_BITS] === 0 ? (this.top & (BLOCK - 1)) + 1 : 1;
    this.max = this.top < 0 ? 0 : Math.min(this.max, valueOf(this.top + 1) / UNITS_PER_MS);
    if (this.total === 0) this.sum = 0;
  }

  /** Value in ms below which the given percentage of values lie; 0 when there are none. */
  percentile(percent: number): number {
    return this.percentiles([percent])[0] ?? 0;
  }

  stats(): Stats {
    if (this.total === 0) return NO_STATS;
    const [p50 = 0, p95 = 0, p99 = 0] = this.percentiles([50, 95, 99]);
    return { count: this.total, mean: this.sum / this.total, p50, p95, p99, max: this.max };
  }

  /** Several percentiles, given in ascending order, in one pass. */
  private percentiles(percents: readonly number[]): number[] {
    const values: number[] = [];
    let seen = 0;
    let bucket = -1;
    for (const percent of percents) {
      const rank = Math.max(1, Math.ceil((percent / 100) * this.total));
      while (seen < rank && bucket < this.top) {
        const next = bucket + 1;
        const block = (next & (BLOCK - 1)) === 0 && next + BLOCK <= this.top ? (this.blocks[next >> BLOCK_BITS] as number) : Number.POSITIVE_INFINITY;
        if (seen + block < rank) {
          seen += block;
          bucket += BLOCK;
        } else seen += this.counts[++bucket] as number;
      }
      values.push(this.total === 0 ? 0 : Math.min(valueOf(Math.max(bucket, 0)) / UNITS_PER_MS, this.max));
    }
    return values;
  }

  private merge(delta: HistogramDelta, sign: 1 | -1): void {
    const { buckets } = delta;
    for (let i = 0; i < buckets.length; i += 2) {
      const bucket = buckets[i] as number;
      const count = buckets[i + 1] as number;
      if (bucket >= this.counts.length) this.grow(bucket);
      this.addTo(bucket, sign * count);
      if (bucket > this.top) this.top = bucket;
      this.total += sign * count;
    }
    this.sum += sign * delta.sum;
  }

  private addTo(bucket: number, count: number): void {
    this.counts[bucket] = (this.counts[bucket] as number) + count;
    const block = bucket >> BLOCK_BITS;
    this.blocks[block] = (this.blocks[block] as number) + count;
  }

  private grow(bucket: number): void {
    const length = Math.ceil(Math.max(bucket + 1, this.counts.length * 2) / BLOCK) * BLOCK;
    const counts = new Float64Array(length);
    const blocks = new Float64Array(length >> BLOCK_BITS);
    counts.set(this.counts);
    blocks.set(this.blocks);
    this.counts = counts;
    this.blocks = blocks;
  }
}
