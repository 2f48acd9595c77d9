import { Queue, type JobsOptions } from "bullmq";
import type { Redis } from "ioredis";
import type { Envelope } from "../core/event.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/** How many finished jobs a queue remembers at most, so that an event added again is recognised (rule E2). */
export const MOST_REMEMBERED = 50_000;

/** How long a finished job is remembered, ms: the longest an event can take to be delivered again (rule Q5). */
export function rememberedMs(settings: Pick<QueueSettings, "lockMs" | "stalledCheckMs">): number {
  return 2 * (settings.lockMs + 2 * settings.stalledCheckMs);
}

/** What BullMQ keeps of finished jobs. */
export function keepFinished(settings: Pick<QueueSettings, "lockMs" | "stalledCheckMs">): { age: number; count: number } {
  return { age: Math.ceil(rememberedMs(settings) / 1000), count: MOST_REMEMBERED };
}

/** Puts events into one channel as BullMQ jobs whose id is the event's (rule E2). */
export class QueueWriter {
  private readonly queue: Queue;

  constructor(
    runId: string,
    channelKey: string,
    connection: Redis,
    onError: (error: Error) => void,
  ) {
    this.queue = new Queue(QUEUE_NAME, { prefix: channelPrefix(runId, channelKey), connection, skipVersionCheck: true });
    this.queue.on("error", onError);
  }

  /** Adding the same event again while it is remembered changes nothing. */
  async add(envelope: Envelope, settings: Pick<QueueSettings, "attempts" | "order"> | undefined, priority: number): Promise<void> {
    const options: JobsOptions = { jobId: envelope.id };
    if (settings) {
      options.attempts = settings.attempts;
      options.backoff = { type: "custom" };
      if (settings.order === "lifo") options.lifo = true;
      if (priority > 0) options.priority = priority;
    }
    await this.queue.add("event", envelope, options);
  }

  /** Number of events that could start now. */
  async ready(): Promise<number> {
    const counts = await this.queue.getJobCounts("wait", "prioritized");
    return (counts.wait ?? 0) + (counts.prioritized ?? 0);
  }

  /** Takes the oldest ready event out; undefined when there is none or a worker was faster. */
  async removeOldest(order: QueueSettings["order"]): Promise<Envelope | undefined> {
    const [job] = await this.queue.getJobs(["wait", "prioritized"], 0, 0, order === "fifo");
    if (!job?.id) return undefined;
    return (await this.queue.remove(job.id)) === 1 ? (job.data as Envelope) : undefined;
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}
