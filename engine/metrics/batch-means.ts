/**
 * Half width of a 95 % confidence interval of a mean from one run's correlated observations, by batch means (Law,
 * Simulation Modeling and Analysis, 5th ed., §9.5.3): consecutive batches whose means are nearly independent. What is left of
 * their dependence and of their skewness widens the interval; without that, queues' waits are held in 85 to 94 % of runs only.
 */
const BATCHES = 64;
const FEWEST_BATCHES = 20;
const FEWEST_IN_BATCH = 30;
/** Lag-1 correlation of batch means above which neighbours are merged, as long as there are enough of them. */
const MERGE_CORRELATION = 0.1;
/** Lag-1 correlation above which batches are too short to tell anything. */
const MOST_CORRELATION = 0.5;
/** Batches that differ by less than this share differ by rounding. */
const SAME = 1e-9;

export class BatchMeans {
  private sums: number[] = [];
  private counts: number[] = [];
  private chunksInBatch = 1;
  private chunksInLast = 0;

  /** Adds the sum and number of the next consecutive observations. */
  add(sum: number, count: number): void {
    const last = this.sums.length - 1;
    if (last < 0 || this.chunksInLast === this.chunksInBatch) {
      if (this.sums.length === BATCHES) return this.halve(sum, count);
      this.sums.push(sum);
      this.counts.push(count);
      this.chunksInLast = 1;
      return;
    }
    this.sums[last] = (this.sums[last] as number) + sum;
    this.counts[last] = (this.counts[last] as number) + count;
    this.chunksInLast++;
  }

  /** Half width of the interval, or undefined when the run is too short to tell. */
  halfWidth(): number | undefined {
    const { sums, counts } = this.mergedBatches();
    const k = sums.length;
    if (k < FEWEST_BATCHES || counts.some((count) => count < FEWEST_IN_BATCH)) return undefined;
    const deviations = residuals(sums, counts);
    const variance = powerSum(deviations, 2) / (k - 1);
    if (variance <= (SAME * total(sums)) ** 2) return 0;
    const estimated = correlation(deviations);
    // The estimate is low by (1 + 3ρ) / k (Kendall, Biometrika 41, 1954).
    const rho = Math.max(0, estimated + (1 + 3 * estimated) / k);
    if (rho > MOST_CORRELATION) return undefined;
    // Batch means as an autoregressive process of order 1: its mean's variance is larger by (1 + ρ) / (1 − ρ).
    const standardError = Math.sqrt((variance / k) * ((1 + rho) / (1 - rho))) / (total(counts) / k);
    return standardError * studentT(k - 1) * skewnessFactor(deviations, variance);
  }

  /** Full batches, merged in pairs until each has enough observations and neighbours are nearly independent. */
  private mergedBatches(): { sums: number[]; counts: number[] } {
    let sums = this.sums.slice(0, this.chunksInLast < this.chunksInBatch ? -1 : undefined);
    let counts = this.counts.slice(0, sums.length);
    while (sums.length >= 2 * FEWEST_BATCHES && (counts.some((count) => count < FEWEST_IN_BATCH) || correlation(residuals(sums, counts)) > MERGE_CORRELATION)) {
      sums = pairs(sums);
      counts = pairs(counts);
    }
    return { sums, counts };
  }

  private halve(sum: number, count: number): void {
    this.sums = pairs(this.sums);
    this.counts = pairs(this.counts);
    this.chunksInBatch *= 2;
    this.chunksInLast = this.chunksInBatch;
    this.add(sum, count);
  }
}

function pairs(values: readonly number[]): number[] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, i) => (values[2 * i] as number) + (values[2 * i + 1] as number));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function powerSum(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0);
}

/** What each batch's sum is above what its count lets expect; their sum is 0. */
function residuals(sums: readonly number[], counts: readonly number[]): number[] {
  const mean = total(sums) / total(counts);
  return sums.map((sum, index) => sum - mean * (counts[index] as number));
}

/**
 * How much wider Student's interval must be when what it is made of is skewed, to second order: by γ² · (z⁴ + 2z² − 3) / 18k
 * of itself, with z = 1.96 (Hall, The Bootstrap and Edgeworth Expansion, 1992, §2.6).
 */
function skewnessFactor(deviations: readonly number[], variance: number): number {
  const k = deviations.length;
  const third = (powerSum(deviations, 3) * k) / ((k - 1) * (k - 2));
  return 1 + (1.08 * (third * third)) / variance ** 3 / k;
}

function correlation(values: readonly number[]): number {
  const mean = total(values) / values.length;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] as number) - mean;
    variance += deviation * deviation;
    if (i > 0) covariance += deviation * ((values[i - 1] as number) - mean);
  }
  return variance === 0 ? 0 : covariance / variance;
}

/** 97.5 % quantile of Student's t, by Cornish and Fisher's expansion (Abramowitz & Stegun 26.7.5); error below 0.2 % for 19 and more degrees. */
function studentT(degrees: number): number {
  const z = 1.959963985;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees * degrees);
}
