import type { FlowNode } from "../../design/graph/compile.ts";

/** How much work a channel's consumers are offered, and how much they can do. */
export interface Load {
  /** Name of the channel, or the names of several that share consumers. */
  readonly channel: string;
  readonly group: boolean;
  /** A database's: its arrivals are calls, its slots connections. */
  readonly calls?: boolean;
  readonly consumers: readonly FlowNode[];
  /** New events per second. */
  readonly arrivalsPerSecond: number;
  /** Mean number of attempts for each event. */
  readonly attempts: number;
  /** Time that an attempt holds a slot, its calls included. */
  readonly meanServiceMs: number;
  /** How much of it is calls, ms; left out where nothing is called. */
  readonly meanCallMs?: number;
  readonly slots: number;
  /** Attempts per second that the channel's rate limit lets through, where that is less than its consumers could do (rule Q8). */
  readonly limitPerSecond?: number;
  /** Offered work divided by capacity; 1 and more is unstable (rule F3). */
  readonly utilization: number;
}

/**
 * Mean number of attempts when each fails with probability p and at most n are made: (1 − pⁿ) / (1 − p), the mean of a
 * truncated geometric distribution. `permanent` failures end the attempts at once.
 */
export function meanAttempts(failure: number, permanent: number, most: number): number {
  const again = Math.min(failure, 1 - permanent);
  return again >= 1 ? most : (1 - again ** most) / (1 - again);
}
