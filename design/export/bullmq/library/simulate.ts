import { source } from "../code.ts";

/** `src/lib/simulate.ts` of the project. */
export const SIMULATE = source`import { UnrecoverableError } from "bullmq";
import { setTimeout as wait } from "node:timers/promises";

/** Times in ms. */
export type Distribution =
  | { distribution: "constant" | "exponential"; meanMs: number }
  | { distribution: "uniform"; minMs: number; maxMs: number }
  | { distribution: "lognormal" | "gamma"; meanMs: number; cv: number }
  | { distribution: "pareto"; meanMs: number; shape: number }
  | { distribution: "empirical"; valuesMs: number[] };

export interface Work {
  serviceTime: Distribution;
  /** Share of attempts that fail and may be tried again. */
  failureRate?: number;
  /** Share of attempts that fail for good. */
  permanentFailureRate?: number;
  /** An attempt that takes longer fails at this time. */
  timeoutMs?: number;
}

/** Stands in for real work: takes as long as the design says, and fails as often. */
export async function simulate({ serviceTime, failureRate = 0, permanentFailureRate = 0, timeoutMs = Infinity }: Work): Promise<void> {
  const ms = draw(serviceTime);
  await wait(Math.min(ms, timeoutMs));
  if (ms > timeoutMs) throw new Error("timed out after " + timeoutMs + " ms");
  const fate = Math.random();
  if (fate < permanentFailureRate) throw new UnrecoverableError("permanent failure");
  if (fate < permanentFailureRate + failureRate) throw new Error("failure");
}

/** A time in ms. */
export function draw(from: Distribution): number {
  switch (from.distribution) {
    case "constant":
      return from.meanMs;
    case "exponential":
      return exponential() * from.meanMs;
    case "uniform":
      return from.minMs + Math.random() * (from.maxMs - from.minMs);
    case "lognormal": {
      const variance = Math.log(1 + from.cv * from.cv);
      return Math.exp(Math.log(Math.max(from.meanMs, 1e-9)) - variance / 2 + Math.sqrt(variance) * normal());
    }
    case "gamma":
      return gamma(1 / (from.cv * from.cv)) * from.meanMs * from.cv * from.cv;
    case "pareto":
      return ((from.meanMs * (from.shape - 1)) / from.shape) * (1 - Math.random()) ** (-1 / from.shape);
    case "empirical":
      return from.valuesMs[Math.floor(Math.random() * from.valuesMs.length)] ?? 0;
  }
}

/** Exponential with mean 1. */
export function exponential(): number {
  return -Math.log(1 - Math.random());
}

/** Box and Muller (1958). */
function normal(): number {
  return Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * Math.random());
}

/** Marsaglia and Tsang (2000), scale 1. */
function gamma(shape: number): number {
  if (shape < 1) return gamma(shape + 1) * (1 - Math.random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && -exponential() < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
`;
