import type { Clock, Timer } from "../core/clock.ts";
import type { FlowEvent } from "../core/event.ts";
import { keepsEvents, retentionOf } from "../core/redrive.ts";
import type { Place } from "../core/wiring.ts";

interface Kept {
  readonly event: FlowEvent;
  readonly atMs: number;
}

/** What lies in a dead letter: counted by source, and kept where it may go back or grows too old. */
export class DeadLetters {
  private readonly counts: number[] = [];
  private kept: Kept[] = [];
  private timer: Timer | undefined;

  constructor(
    private readonly place: Place,
    private readonly clock: Clock,
    private readonly onExpired: (event: FlowEvent) => void,
  ) {}

  get size(): number {
    return this.counts.reduce((sum, count) => sum + (count ?? 0), 0);
  }

  add(event: FlowEvent): void {
    this.counts[event.source] = (this.counts[event.source] ?? 0) + 1;
    if (!keepsEvents(this.place) && retentionOf(this.place) === Number.POSITIVE_INFINITY) return;
    this.kept.push({ event, atMs: this.clock.now() });
    this.awaitOldest();
  }

  /** Takes every event that is kept, oldest first; each counts as lying here until it has {@link left}. */
  take(): FlowEvent[] {
    const events = this.kept.map(({ event }) => event);
    this.kept = [];
    return events;
  }

  left(event: FlowEvent): void {
    this.counts[event.source] = (this.counts[event.source] ?? 0) - 1;
  }

  /** Adds what lies here to `counts` by source. */
  countBySource(counts: number[]): void {
    for (const [source, count] of this.counts.entries()) counts[source] = (counts[source] ?? 0) + (count ?? 0);
  }

  private awaitOldest(): void {
    const [oldest] = this.kept;
    const retentionMs = retentionOf(this.place);
    if (this.timer || !oldest || retentionMs === Number.POSITIVE_INFINITY) return;
    this.timer = this.clock.at(oldest.atMs + retentionMs, () => {
      this.timer = undefined;
      const dueMs = this.clock.now() - retentionOf(this.place);
      while (this.kept[0] && this.kept[0].atMs <= dueMs) {
        const { event } = this.kept.shift() as Kept;
        this.left(event);
        this.onExpired(event);
      }
      this.awaitOldest();
    });
  }
}
