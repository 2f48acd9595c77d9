/** Mean and standard deviation of a list. */
export function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

/** Correlation of two lists of the same length. */
export function correlationOf(a: readonly number[], b: readonly number[]): number {
  const x = moments(a);
  const y = moments(b);
  const covariance = a.reduce((sum, value, i) => sum + (value - x.mean) * ((b[i] as number) - y.mean), 0) / (a.length - 1);
  return covariance / (x.deviation * y.deviation);
}

/** Largest distance between the empirical and a given distribution function (Kolmogorov and Smirnov). */
export function ksDistance(values: readonly number[], cumulative: (value: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.reduce((most, value, i) => {
    const expected = cumulative(value);
    return Math.max(most, Math.abs(expected - i / sorted.length), Math.abs((i + 1) / sorted.length - expected));
  }, 0);
}

/** Distance that one sample in a thousand exceeds by chance when the distribution is the right one (asymptotic, n ≥ 35). */
export function ksLimit(n: number): number {
  return 1.9495 / Math.sqrt(n);
}

/** Pearson's chi-squared of observed against expected counts. */
export function chiSquared(observed: readonly number[], expected: readonly number[]): number {
  return observed.reduce((sum, count, i) => sum + (count - (expected[i] as number)) ** 2 / (expected[i] as number), 0);
}

/** Value that chi-squared exceeds once in a thousand by chance (Wilson and Hilferty's approximation). */
export function chiSquaredLimit(degrees: number): number {
  const k = 2 / (9 * degrees);
  return degrees * (1 - k + 3.0902 * Math.sqrt(k)) ** 3;
}

/** Small, fast pseudo-random numbers for tests (Mulberry32, Tommy Ettinger); in (0, 1). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}
