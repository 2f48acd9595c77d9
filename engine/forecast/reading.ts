import type { SlotPool } from "../core/slots.ts";
import type { WiredEdge } from "../core/wiring.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import type { Job } from "./job.ts";

/** What a consumer is to the channels that it reads. */
interface Taking {
  readonly pool: SlotPool;
  take(channel: MemoryChannel, edge: WiredEdge, job: Job): void;
}

/** A consumer's hand in a channel. */
export class Reading implements Reader {
  constructor(
    private readonly runner: Taking,
    private readonly channel: MemoryChannel,
    private readonly edge: WiredEdge,
  ) {}

  hasFree(): boolean {
    return this.runner.pool.hasFree();
  }

  get isAway(): boolean {
    return this.runner.pool.isHalted;
  }

  start(job: Job): void {
    this.runner.take(this.channel, this.edge, job);
  }
}
