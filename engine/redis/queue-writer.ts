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

/**
 * Takes the oldest ready job out and remembers it as BullMQ remembers finished ones, in one step: between a look and BullMQ's
 * own `remove`, a worker or another emitter could have it already.
 */
const TAKE_OLDEST = `
local id = redis.call(ARGV[2] == 'lifo' and 'LPOP' or 'RPOP', KEYS[1])
if not id then id = redis.call('ZPOPMIN', KEYS[2])[1] end
if not id then return nil end
redis.call('ZADD', KEYS[3], ARGV[3], id)
redis.call('HSET', ARGV[1] .. id, 'finishedOn', ARGV[3])
return redis.call('HGET', ARGV[1] .. id, 'data')
`;

/** Puts events into one channel as BullMQ jobs whose id is the event's (rule E2). */
export class QueueWriter {
  private readonly queue: Queue;
  /** What the queue's keys begin with. */
  private readonly base: string;

  constructor(
    runId: string,
    channelKey: string,
    private readonly connection: Redis,
    onError: (error: Error) => void,
  ) {
    const prefix = channelPrefix(runId, channelKey);
    this.base = `${prefix}:${QUEUE_NAME}:`;
    this.queue = new Queue(QUEUE_NAME, { prefix, connection, skipVersionCheck: true });
    this.queue.on("error", onError);
  }

  /** `port` is the one by which it came in. Adding the same event again while it is remembered changes nothing. */
  async add(envelope: Envelope, settings: Pick<QueueSettings, "attempts" | "order"> | undefined, priority: number, port: string): Promise<void> {
    const options: JobsOptions = { jobId: envelope.id };
    if (settings) {
      options.attempts = settings.attempts;
      options.backoff = { type: "custom" };
      if (settings.order === "lifo") options.lifo = true;
      if (priority > 0) options.priority = priority;
    }
    await this.queue.add(port, envelope, options);
  }

  /** Number of events that could start now. */
  async ready(): Promise<number> {
    const counts = await this.queue.getJobCounts("wait", "prioritized");
    return (counts.wait ?? 0) + (counts.prioritized ?? 0);
  }

  /** Takes the oldest ready event out, for good; undefined when there is none. */
  async removeOldest(order: QueueSettings["order"]): Promise<Envelope | undefined> {
    const { base } = this;
    const data = await this.connection.eval(TAKE_OLDEST, 3, `${base}wait`, `${base}prioritized`, `${base}completed`, base, order, String(Date.now()));
    return typeof data === "string" ? (JSON.parse(data) as Envelope) : undefined;
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}
