import { uniform } from "../core/random.ts";
import { samplerOf } from "../core/sampler.ts";

/**
 * By how many events' worth the expected number of arrivals grows until event `n`: exponential with mean 1, which makes a Poisson process (time rescaling).
 * One event that stands for k of them comes with the last of k, and its mass is the mean of theirs: mean 1, variance 1/k, drawn as lognormal.
 */
export function massOf(site: number, eachStandsFor: number): (n: number) => number {
  if (eachStandsFor === 1) return (n) => -Math.log(uniform(site, n, 0, 0));
  const sample = samplerOf({ distribution: "lognormal", meanMs: 1, cv: 1 / Math.sqrt(eachStandsFor) });
  return (n) => sample(uniform(site, n, 0, 0), uniform(site, n, 1, 0));
}
