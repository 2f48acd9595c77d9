import type { Distribution } from "../../design/kinds/distribution.ts";

/** A value in ms for a number in (0, 1); a second number is used by shapes that need two. */
export type Sampler = (first: number, second: number) => number;

/** Standard normal by Box and Muller (1958); exact, two uniforms for one value. */
function normal(first: number, second: number): number {
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
}

/**
 * Draws from a distribution by inversion, so that one uniform gives one value and the same uniform the same value
 * whatever the mean (common random numbers: two settings are compared on one sample path).
 */
export function samplerOf(distribution: Distribution): Sampler {
  switch (distribution.distribution) {
    case "constant": {
      const { meanMs } = distribution;
      return () => meanMs;
    }
    case "exponential": {
      const { meanMs } = distribution;
      return (first) => -Math.log(first) * meanMs;
    }
    case "uniform": {
      const { minMs, maxMs } = distribution;
      return (first) => minMs + first * (maxMs - minMs);
    }
    case "lognormal": {
      const variance = Math.log(1 + distribution.cv * distribution.cv);
      const mu = Math.log(Math.max(distribution.meanMs, 1e-9)) - variance / 2;
      const sigma = Math.sqrt(variance);
      return (first, second) => Math.exp(mu + sigma * normal(first, second));
    }
    case "gamma": {
      const shape = 1 / (distribution.cv * distribution.cv);
      const scale = distribution.meanMs / shape;
      return (first) => scale * inverseGamma(shape, first);
    }
    case "pareto": {
      const { shape } = distribution;
      const minimum = (distribution.meanMs * (shape - 1)) / shape;
      return (first) => minimum * first ** (-1 / shape);
    }
    case "empirical": {
      const { valuesMs } = distribution;
      return (first) => valuesMs[Math.floor(first * valuesMs.length)] ?? 0;
    }
  }
}

/** Lanczos approximation of ln Γ(x), x > 0 (Numerical Recipes, 3rd ed., §6.1). */
function logGamma(x: number): number {
  const coefficients = [76.1800917294715, -86.5053203294168, 24.01409824083091, -1.231739572450155, 0.00120865097386618, -5.395239384953e-6];
  const t = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  let series = 1 + 1.90015e-10;
  coefficients.forEach((coefficient, index) => (series += coefficient / (x + 1 + index)));
  return -t + Math.log((Math.sqrt(2 * Math.PI) * series) / x);
}

/** Regularised lower incomplete gamma P(a, x), by series or continued fraction (Numerical Recipes, 3rd ed., §6.2). */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 500 && Math.abs(term) > Math.abs(sum) * 1e-12; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 500; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-12) break;
  }
  return 1 - scale * h;
}

/** Inverse of P(a, ·) by bisection on the logarithm, 60 steps: relative error below 1e-12. */
function inverseGamma(a: number, p: number): number {
  let low = Math.log(1e-300);
  let high = Math.log(a + 40 * Math.sqrt(a) + 80);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (lowerGamma(a, Math.exp(middle)) < p) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
