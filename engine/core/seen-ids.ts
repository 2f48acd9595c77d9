/** How many processed events an idempotent consumer remembers (rule C4); the oldest are forgotten first. */
export const MOST_SEEN = 50_000;

/** Which events a consumer has processed, each by what makes it the same as another: a bounded window. */
export class SeenIds {
  private readonly holders = new Map<string, string>();

  /** The event that was processed for a key. */
  holder(key: string): string | undefined {
    return this.holders.get(key);
  }

  /** Remembers the event as the one that was processed for a key, unless there is one; returns which it is. */
  remember(key: string, event: string): string {
    const known = this.holders.get(key);
    if (known !== undefined) return known;
    this.holders.set(key, event);
    const [oldest] = this.holders.size > MOST_SEEN ? this.holders.keys() : [];
    if (oldest !== undefined) this.holders.delete(oldest);
    return event;
  }
}
