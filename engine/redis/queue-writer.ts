import { Queue, type JobsOptions } from "bullmq";
import type { RedisClient } from "./connection.ts";
import type { WriteGate } from "./write-gate.ts";
import type { Envelope } from "../core/event.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";
import { Leaving } from "./leaving.ts";

/** Events of a queue that an audited run keeps until they have been read: as many as there may be. */
export const MOST_AUDITED = 1_000_000_000;

/** What a run keeps of its events beside what they are. */
export interface Records {
  /** Births and ends by id (rule E4). */
  readonly isAudited: boolean;
  /** Nothing to recognise an event by when it comes again (rule E2): to measure what that is worth. */
  readonly forgetsIds: boolean;
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
  private added = 0;

  constructor(
    runId: string,
    channelKey: string,
    private readonly connection: RedisClient,
    private readonly gate: WriteGate,
    private readonly records: Records,
  ) {
    const prefix = channelPrefix(runId, channelKey);
    this.base = `${prefix}:${QUEUE_NAME}:`;
    this.queue = new Queue(QUEUE_NAME, { prefix, connection, skipVersionCheck: true, ...(records.isAudited ? { streams: { events: { maxLen: MOST_AUDITED } } } : undefined) });
    this.queue.on("error", gate.onError);
    this.leaving = new Leaving(connection, this.base, records.isAudited);
  }

  /**
   * Adding the same event again while it is remembered changes nothing. False when another one with its deduplication id is there, so
   * that this one was left out (rule Q9).
   */
  async add(addition: Addition): Promise<boolean> {
    const options = jobOptions(addition);
    if (this.records.forgetsIds) options.jobId = `${addition.envelope.id}-${process.pid}-${this.added++}`;
    const job = await this.gate.pass(() => this.queue.add(addition.port, addition.envelope, options));
    return job.id === options.jobId;
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
