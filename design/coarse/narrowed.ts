import type { Distribution } from "../kinds/distribution.ts";

/**
 * The distribution of the mean of `k` independent draws: the same mean, and the coefficient of variation divided by √k. One simulated event
 * that stands for k keeps a slot as busy as they would, and as evenly, so that queues grow and wait as with single ones under load (the diffusion
 * approximation of a queue knows a time by its mean and its variance alone: Kingman, 1961; Whitt, Stochastic-Process Limits, 2002, §10.2).
 * Shapes that have no such parameter become lognormal; a Pareto without a variance stays as it is.
 */
export function narrowed(distribution: Distribution, k: number): Distribution {
  const root = Math.sqrt(k);
  switch (distribution.distribution) {
    case "constant":
      return distribution;
    case "exponential":
      return { distribution: "lognormal", meanMs: distribution.meanMs, cv: 1 / root };
    case "lognormal":
    case "gamma":
      return { distribution: "lognormal", meanMs: distribution.meanMs, cv: distribution.cv / root };
    case "pareto": {
      const { shape, meanMs } = distribution;
      return shape > 2 ? { distribution: "lognormal", meanMs, cv: 1 / Math.sqrt(shape * (shape - 2)) / root } : distribution;
    }
    case "uniform": {
      const mean = (distribution.minMs + distribution.maxMs) / 2;
      return { ...distribution, minMs: mean + (distribution.minMs - mean) / root, maxMs: mean + (distribution.maxMs - mean) / root };
    }
    case "empirical": {
      const mean = distribution.valuesMs.reduce((sum, value) => sum + value, 0) / distribution.valuesMs.length;
      return { ...distribution, valuesMs: distribution.valuesMs.map((value) => mean + (value - mean) / root) };
    }
  }
}
