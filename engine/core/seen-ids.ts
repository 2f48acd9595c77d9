import type { Plan } from "./plan.ts";

/** How many processed events an idempotent consumer remembers (rule C4); the oldest are forgotten first. */
export const MOST_SEEN = 50_000;

/** The event that was processed for a key, and the number of the delivery that it was processed in. */
export interface Processed {
  readonly event: string;
  readonly delivery: number;
}

/** Which events a consumer has processed, each by what makes it the same as another: a bounded window. */
export class SeenIds {
  private readonly holders = new Map<string, Processed>();

  /** The event that was processed for a key. */
  holder(key: string): Processed | undefined {
    return this.holders.get(key);
  }

  /** Remembers the event as the one that was processed for a key, unless there is one; returns which it is. */
  remember(key: string, processed: Processed): Processed {
    const known = this.holders.get(key);
    if (known !== undefined) return known;
    this.holders.set(key, processed);
    const [oldest] = this.holders.size > MOST_SEEN ? this.holders.keys() : [];
    if (oldest !== undefined) this.holders.delete(oldest);
    return processed;
  }
}

/** What is left to do of the plan of an event that was processed, and whose channels may not have what it led to. */
export function madeUpFor(plan: Plan): Plan {
  return plan.filter((step) => step.do === "emit" || step.do === "end");
}
