import { source } from "../code.ts";

/** `src/lib/service.ts` of the project. */
export const SERVICE = source`import type { Worker } from "bullmq";

/** What runs until it is stopped. */
export interface Service {
  /** Lets what is in hand end, and takes nothing more. */
  stop(): Promise<void>;
}

/** Workers as one service. */
export function serviceOf(workers: readonly Worker[]): Service {
  return { stop: async () => void (await Promise.all(workers.map((worker) => worker.close()))) };
}
`;

/** `src/lib/worker.ts` of the project. */
export const WORKER = source`import { UnrecoverableError, Worker, type Job, type WorkerOptions } from "bullmq";
import type { AppEvent } from "./event.js";
import { ended } from "./log.js";

export interface Processing {
  /** What a log calls it. */
  name: string;
  process(event: AppEvent, job: Job<AppEvent>): Promise<void>;
  /** Gets events that failed for good; without it their jobs stay in the queue's failed set. */
  bury?(event: AppEvent): Promise<void>;
  /** Events that waited longer than this, their delay not counted, are not processed any more. */
  ttlMs?: number;
  /** Gets events that expired; without it they are dropped. */
  expire?(event: AppEvent): Promise<void>;
}

/**
 * A BullMQ worker that hands events which failed for good to bury() before their jobs are marked as failed, so that a crash in between
 * repeats it rather than losing the event.
 */
export function createWorker(queue: string, processing: Processing, options: WorkerOptions): Worker<AppEvent> {
  const { name, process, bury, ttlMs, expire } = processing;
  const buried = new WeakSet<Job<AppEvent>>();
  const worker = new Worker<AppEvent>(
    queue,
    async (job) => {
      if (ttlMs !== undefined && Date.now() - job.timestamp - (job.opts.delay ?? 0) > ttlMs) {
        await (expire ? expire(job.data) : ended("dropped", name, job.data, "expired"));
        return;
      }
      try {
        await process(job.data, job);
      } catch (error) {
        if (bury && isLastAttempt(job, error)) {
          await bury(job.data);
          buried.add(job);
        }
        throw error;
      }
    },
    options,
  );
  // A job that stalled too often fails without being processed.
  worker.on("failed", (job) => {
    if (!bury || job?.finishedOn === undefined || job.finishedOn === null || buried.has(job)) return;
    bury(job.data).catch((error: unknown) => console.error(name, error));
  });
  worker.on("error", (error) => console.error(name, error));
  return worker;
}

function isLastAttempt(job: Job<AppEvent>, error: unknown): boolean {
  return error instanceof UnrecoverableError || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
}
`;

/** `src/lib/idempotence.ts` of the project. */
export const IDEMPOTENCE = source`import { connection } from "./connection.js";

/** How long what was processed is remembered, seconds. */
const REMEMBERED_SECONDS = 86_400;

/** Whether a consumer has processed what goes by this id. */
export async function wasProcessed(consumer: string, id: string): Promise<boolean> {
  return (await connection.exists(keyOf(consumer, id))) === 1;
}

/** Remembers that a consumer has processed what goes by this id. */
export async function markProcessed(consumer: string, id: string): Promise<void> {
  await connection.set(keyOf(consumer, id), "1", "EX", REMEMBERED_SECONDS);
}

function keyOf(consumer: string, id: string): string {
  return JSON.stringify(["processed", consumer, id]);
}
`;
