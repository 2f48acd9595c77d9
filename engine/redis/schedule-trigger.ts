import { Queue, Worker } from "bullmq";
import type { RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/** What BullMQ's scheduler calls the one pattern that it knows here: when it is next is asked of the run. */
const PATTERN = "as the run says";
const SCHEDULER = "schedule";

export interface ScheduleOptions {
  readonly runId: string;
  readonly node: string;
  readonly commands: RedisClient;
  /** Wall time (Unix, ms) of the first event after one; undefined for never. */
  readonly nextAfter: (wallMs: number) => number | undefined;
  /** The scheduler let an event go that was due at this wall time. */
  readonly onDue: (wallMs: number) => void;
  readonly onError: (error: Error) => void;
}

/** A BullMQ Job Scheduler that says when a schedule's events are due (rule P6). */
export class ScheduleTrigger {
  private readonly queue: Queue;
  private readonly worker: Worker;

  constructor(options: ScheduleOptions) {
    const prefix = channelPrefix(options.runId, `schedule:${options.node}`);
    // BullMQ's own strategy knows wall time only; the run's may be faster, slower, paused, or begin at another date.
    const settings = { repeatStrategy: (wallMs: number): number | undefined => options.nextAfter(wallMs) };
    this.queue = new Queue(QUEUE_NAME, { prefix, connection: options.commands, skipVersionCheck: true, settings });
    this.worker = new Worker(
      QUEUE_NAME,
      async (job) => options.onDue(job.opts.prevMillis ?? job.timestamp + (job.opts.delay ?? 0)),
      { prefix, connection: options.commands, settings, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 }, drainDelay: 1 },
    );
    this.queue.on("error", options.onError);
    this.worker.on("error", options.onError);
  }

  /** Begins, or begins anew because the clock has changed. */
  async set(): Promise<void> {
    await this.queue.upsertJobScheduler(SCHEDULER, { pattern: PATTERN }, { name: "due", data: {}, opts: { removeOnComplete: true, removeOnFail: true } });
  }

  /** Lets nothing go until it is set again. */
  async unset(): Promise<void> {
    await this.queue.removeJobScheduler(SCHEDULER);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.worker.close(true), this.queue.close()]);
  }
}
