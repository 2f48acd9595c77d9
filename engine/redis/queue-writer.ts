import { Queue, type JobsOptions } from "bullmq";
import type { RedisClient } from "./connection.ts";
import type { WriteGate } from "./write-gate.ts";
import type { Envelope } from "../core/event.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";
import { Leaving } from "./leaving.ts";

/** How many finished jobs a queue remembers at most, so that an event added again is recognised (rule E2). */
export const MOST_REMEMBERED = 50_000;

/** How long a finished job is remembered, ms: the longest an event can take to be delivered again (rule Q5). */
export function rememberedMs(settings: Pick<QueueSettings, "lockMs" | "stalledCheckMs">): number {
  return 2 * (settings.lockMs + 2 * settings.stalledCheckMs);
}

/** Events of a queue that an audited run keeps until they have been read: as many as there may be. */
export const MOST_AUDITED = 1_000_000_000;

/** What BullMQ keeps of finished jobs. */
export function keepFinished(settings: Pick<QueueSettings, "lockMs" | "stalledCheckMs">): { age: number; count: number } {
  return { age: Math.ceil(rememberedMs(settings) / 1000), count: MOST_REMEMBERED };
}

/** An event that is to go into a queue, and how. */
export interface Addition {
  readonly envelope: Envelope;
  /** The port by which it comes in. */
  readonly port: string;
  /** Of a work queue; a queue without consumers has none. */
  readonly settings: Pick<QueueSettings, "attempts" | "order"> | undefined;
  readonly priority: number;
  /** How long it waits before it may be taken, ms on the wall clock. */
  readonly delayMs?: number;
  /** What no other event shares within so many ms on the wall clock. */
  readonly deduplication?: { readonly id: string; readonly windowMs: number } | undefined;
}

/** The options of the job that stands for an event. */
export function jobOptions({ envelope, settings, priority, delayMs = 0, deduplication }: Addition): JobsOptions {
  const options: JobsOptions = { jobId: envelope.id };
  if (settings) {
    options.attempts = settings.attempts;
    options.backoff = { type: "custom" };
    if (settings.order === "lifo") options.lifo = true;
    if (priority > 0) options.priority = priority;
    if (delayMs > 0) options.delay = delayMs;
    if (deduplication) options.deduplication = { id: deduplication.id, ttl: Math.max(1, Math.ceil(deduplication.windowMs)) };
  }
  return options;
}

/** Puts events into one channel as BullMQ jobs whose id is the event's (rule E2). */
export class QueueWriter {
  private readonly queue: Queue;
  /** What leaves it without a worker. */
  readonly leaving: Leaving;
  /** What the queue's keys begin with. */
  private readonly base: string;

  constructor(
    runId: string,
    channelKey: string,
    private readonly connection: RedisClient,
    private readonly gate: WriteGate,
    isAudited: boolean,
  ) {
    const prefix = channelPrefix(runId, channelKey);
    this.base = `${prefix}:${QUEUE_NAME}:`;
    this.queue = new Queue(QUEUE_NAME, { prefix, connection, skipVersionCheck: true, ...(isAudited ? { streams: { events: { maxLen: MOST_AUDITED } } } : undefined) });
    this.queue.on("error", gate.onError);
    this.leaving = new Leaving(connection, this.base, isAudited);
  }

  /**
   * Adding the same event again while it is remembered changes nothing. False when another one with its deduplication id is there, so
   * that this one was left out (rule Q9).
   */
  async add(addition: Addition): Promise<boolean> {
    const options = jobOptions(addition);
    const job = await this.gate.pass(() => this.queue.add(addition.port, addition.envelope, options));
    return job.id === addition.envelope.id;
  }

  /** Whether the queue knows an event by its id: it is in it, or remembered. */
  async knows(event: string): Promise<boolean> {
    return (await this.connection.exists(this.base + event)) === 1;
  }

  /** Whether an event other than this one has this deduplication id now. */
  async isDuplicate(id: string, event: string): Promise<boolean> {
    const holder = await this.queue.getDeduplicationJobId(id);
    return holder !== null && holder !== undefined && holder !== event;
  }

  /** Has an idle worker look for events that have fallen due: by itself it would do so up to 100 ms late. */
  async wake(): Promise<void> {
    await this.connection.zadd(`${this.base}marker`, "0", "0");
  }

  /** Number of events that could start now. */
  async ready(): Promise<number> {
    const counts = await this.queue.getJobCounts("wait", "prioritized");
    return (counts.wait ?? 0) + (counts.prioritized ?? 0);
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}
