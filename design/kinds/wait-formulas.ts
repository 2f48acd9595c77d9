import type { Distribution } from "./distribution.ts";
import { meanOf } from "./distribution.ts";

/**
 * Waits in queues that have a formula (rule F2). Rates are per second and times in ms at the edges of this module, as
 * everywhere; all formulas are for the steady state and throw nothing: what is unstable waits for ever.
 */

/**
 * Erlang's C: the probability that an arrival waits, with `servers` of them and `offered` = λ/μ Erlangs (A. K. Erlang, 1917;
 * Kleinrock, Queueing Systems I, 1975, eq. 3.40). 1 where it is unstable.
 */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  // Erlang's B by its recursion, which cannot overflow, then C from B (Cooper, Introduction to Queueing Theory, 2nd ed., §3.6).
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

/** Mean of the square of a service time, ms². Infinite for a Pareto of shape 2 and less. */
export function secondMomentOf(distribution: Distribution): number {
  const mean = meanOf(distribution);
  switch (distribution.distribution) {
    case "constant":
      return mean ** 2;
    case "exponential":
      return 2 * mean ** 2;
    case "uniform": {
      const { minMs, maxMs } = distribution;
      return (minMs ** 2 + minMs * maxMs + maxMs ** 2) / 3;
    }
    case "lognormal":
    case "gamma":
      return mean ** 2 * (1 + distribution.cv ** 2);
    case "pareto": {
      const { shape } = distribution;
      const least = (mean * (shape - 1)) / shape;
      return shape > 2 ? (shape * least ** 2) / (shape - 2) : Number.POSITIVE_INFINITY;
    }
    case "empirical":
      return distribution.valuesMs.reduce((sum, value) => sum + value ** 2, 0) / distribution.valuesMs.length;
  }
}

/** A wait in ms: its mean, and its 95th percentile where the formula gives one. */
export interface Wait {
  readonly meanMs: number;
  readonly p95Ms?: number;
}

/**
 * Wait in M/M/c: C(c, a) / (cμ − λ) on average; those who wait do so for an exponential time (Kleinrock, 1975, §3.5;
 * Gross et al., Fundamentals of Queueing Theory, 4th ed., eq. 2.36).
 */
export function waitOfMMc(arrivalsPerSecond: number, meanServiceMs: number, servers: number): Wait {
  const offered = (arrivalsPerSecond * meanServiceMs) / 1000;
  if (offered >= servers) return { meanMs: Number.POSITIVE_INFINITY };
  const waits = erlangC(servers, offered);
  const freedPerMs = (servers - offered) / meanServiceMs;
  return { meanMs: waits / freedPerMs, p95Ms: Math.max(0, Math.log(waits / 0.05) / freedPerMs) };
}

/** Mean wait in M/G/1: λ E[S²] / 2(1 − ρ) (Pollaczek, 1930; Khinchine, 1932; Kleinrock, 1975, eq. 5.72). */
export function waitOfMG1(arrivalsPerSecond: number, serviceTime: Distribution): Wait {
  const busy = (arrivalsPerSecond * meanOf(serviceTime)) / 1000;
  if (busy >= 1) return { meanMs: Number.POSITIVE_INFINITY };
  return { meanMs: ((arrivalsPerSecond / 1000) * secondMomentOf(serviceTime)) / (2 * (1 - busy)) };
}
