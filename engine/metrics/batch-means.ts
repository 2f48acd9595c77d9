/**
 * Half width of a 95 % confidence interval of a mean from one run's correlated observations, by batch means (Law,
 * Simulation Modeling and Analysis, 5th ed., §9.5.3): consecutive batches whose means are nearly independent.
 */
const BATCHES = 64;
const FEWEST_BATCHES = 20;
const FEWEST_IN_BATCH = 30;
/** Lag-1 correlation above which batches are too short for their means to count as independent. */
const MOST_CORRELATION = 0.3;

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
    const { sums, counts } = this.complete();
    const k = sums.length;
    if (k < FEWEST_BATCHES || counts.some((count) => count < FEWEST_IN_BATCH)) return undefined;
    const mean = total(sums) / total(counts);
    const residuals = sums.map((sum, index) => sum - mean * (counts[index] as number));
    if (correlation(residuals) > MOST_CORRELATION) return undefined;
    const meanCount = total(counts) / k;
    const variance = residuals.reduce((sum, residual) => sum + residual * residual, 0) / (k - 1) / k / (meanCount * meanCount);
    return studentT(k - 1) * Math.sqrt(variance);
  }

  /** Full batches, merged in pairs until each has enough observations. */
  private complete(): { sums: number[]; counts: number[] } {
    let sums = this.sums.slice(0, this.chunksInLast < this.chunksInBatch ? -1 : undefined);
    let counts = this.counts.slice(0, sums.length);
    while (sums.length >= 2 * FEWEST_BATCHES && counts.some((count) => count < FEWEST_IN_BATCH)) {
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
