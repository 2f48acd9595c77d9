import type { ConsumerCounts } from "../core/scaling-loop.ts";
import type { SlotPool } from "../core/slots.ts";
import type { Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";

/** What a consumer that is governed has done since the run began: what was flushed, and what was recorded since. */
export class ConsumerCounter {
  private arrived = 0;
  private taken = 0;
  private waitedMs = 0;

  constructor(
    private readonly recorder: Recorder,
    private readonly consumer: Place,
    private readonly channels: readonly Place[],
    private readonly lag: () => number,
    private readonly pool: SlotPool,
  ) {}

  /** The recorder is about to be flushed. */
  flushing(): void {
    const { arrived, taken, waitedMs } = this.sinceFlush();
    this.arrived += arrived;
    this.taken += taken;
    this.waitedMs += waitedMs;
  }

  counts(): ConsumerCounts {
    const { arrived, taken, waitedMs } = this.sinceFlush();
    return { lag: this.lag(), arrived: this.arrived + arrived, taken: this.taken + taken, waitedMs: this.waitedMs + waitedMs, ...this.pool.total() };
  }

  private sinceFlush(): { arrived: number; taken: number; waitedMs: number } {
    const own = this.recorder.place(this.consumer.index);
    const arrived = this.channels.reduce((sum, channel) => sum + this.recorder.place(channel.index).in, 0);
    return { arrived, taken: own.in, waitedMs: own.wait.sumMs };
  }
}
