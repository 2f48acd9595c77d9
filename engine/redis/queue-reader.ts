import { UnrecoverableError, Worker, type Job } from "bullmq";
import { anotherLike, onServerBack, type RedisClient } from "./connection.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import type { Envelope } from "../core/event.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";
import { outcomeBackend, tellOutcome } from "./outcome-backend.ts";
import { WriteGate } from "./write-gate.ts";
import { keepFinished } from "./remembered.ts";

/** A job as a consumer sees it. */
export interface Delivery {
  readonly envelope: Envelope;
  /** The port by which it came in. */
  readonly port: string;
  /** How often it was handed out, this time included. */
  readonly delivery: number;
  /** Attempts that failed before. */
  readonly failedAttempts: number;
  readonly stalls: number;
  /** The delivery before this one was cut short by a crash: what was done in it is done again. */
  readonly repeated: boolean;
  /** When it could start, ms of design time: emitted, or its delay or backoff over. */
  readonly availableMs: number;
  /** From when on it is not delivered any more (rule Q6), ms of design time; Infinity for never. */
  readonly expiresMs: number;
}

/** What an attempt led to. */
export type AttemptResult =
  | { readonly type: "done"; readonly outcome: string }
  | { readonly type: "exhausted"; readonly outcome: string; readonly reason: string }
  /** `wallMs` is the wait as BullMQ is to wait it; `dueMs` when that is over in design time. */
  | { readonly type: "retry"; readonly wallMs: number; readonly dueMs: number; readonly reason: string }
  | { readonly type: "abandoned" };

export interface ReaderOptions {
  readonly runId: string;
  readonly channelKey: string;
  /** For the names of outcomes; the worker opens its own two like it. */
  readonly commands: RedisClient;
  readonly settings: QueueSettings;
  /** How long finished events are recognised when they are added again (rule E2), ms on the wall clock. */
  readonly rememberMs: number;
  readonly attempt: (delivery: Delivery) => Promise<AttemptResult>;
  /** The event stalled too often; does what follows and returns the outcome. */
  readonly stalledOut: (delivery: Delivery) => Promise<string>;
  readonly onStalled: () => void;
  /** Redis has taken over what an attempt at an event led to. */
  readonly onMoved: (event: string) => void;
  readonly onError: (error: Error) => void;
}

/** Wait before events are fetched again when Redis was away, ms. */
const FETCH_AGAIN_MS = 200;

class Abandoned extends Error {}

const RETRY_AFTER_MS = Symbol("retry after");

/** A job that will be tried again after so many ms on the wall clock. */
interface Retried {
  [RETRY_AFTER_MS]?: number;
}

/** BullMQ's worker, except that an abandoned job is left as a crash leaves it: not completed, not failed, its lock not renewed. */
class SlotWorker extends Worker<Envelope, null> {
  protected override async handleFailed(...parameters: Parameters<Worker<Envelope, null>["handleFailed"]>): ReturnType<Worker<Envelope, null>["handleFailed"]> {
    if (parameters[0] instanceof Abandoned) return undefined as unknown as Job<Envelope, null>;
    return super.handleFailed(...parameters);
  }

  /**
   * Hands out events strictly in their order, each as soon as it is there, and any number at once. BullMQ's own loop fetches all that is ready
   * before it hands out the first, and a second path fetches when a job completes: their order is not kept.
   */
  async runInOrder(): Promise<void> {
    await this.startStalledCheckTimer();
    this.lockManager.start();
    for (let n = 0; this.closing === undefined; n++) {
      const token = `${this.id}:${n}`;
      try {
        const job = await this.getNextJob(token);
        if (job) this.processJob(job, token, () => false).catch((error: Error) => this.emit("error", error));
      } catch (error) {
        if (this.closing !== undefined) return;
        this.emit("error", error as Error);
        await new Promise((resolve) => setTimeout(resolve, FETCH_AGAIN_MS));
      }
    }
  }
}

const FAILED = /; due (\d+(?:\.\d+)?) after (\d+)$/;

/** What an attempt that is made again writes into its reason, so that it costs no further write. */
function failedText(reason: string, dueMs: number, delivery: number): string {
  return `${reason}; due ${Math.round(dueMs * 1000) / 1000} after ${delivery}`;
}

/** When the wait after the attempt that failed last is over, and which delivery that was; undefined where none did. */
function failedOf(job: Job<Envelope>): { dueMs: number; delivery: number } | undefined {
  const match = job.failedReason ? FAILED.exec(job.failedReason) : null;
  return match ? { dueMs: Number(match[1]), delivery: Number(match[2]) } : undefined;
}

function deliveryOf(job: Job<Envelope>): Delivery {
  const failed = failedOf(job);
  return {
    envelope: job.data,
    port: job.name,
    delivery: Math.max(1, job.attemptsStarted),
    failedAttempts: job.attemptsMade,
    stalls: job.stalledCounter,
    repeated: job.attemptsStarted > (failed?.delivery ?? 0) + 1,
    availableMs: failed?.dueMs ?? Number(job.data.availablems ?? job.data.emittedms),
    expiresMs: job.data.expiresms === undefined ? Number.POSITIVE_INFINITY : Number(job.data.expiresms),
  };
}

/** Reads one channel for one consumer with a BullMQ worker (rules Q1 to Q5). */
export class QueueReader {
  private readonly worker: SlotWorker;
  private slots = 0;
  /** Nothing was ready when it last looked. */
  private drained = false;
  private readonly commands: RedisClient;
  /** The worker's own: on one that others use too, its answers would wait behind theirs. */
  private readonly own: RedisClient;
  private readonly markerKey: string;
  private stopListening: () => void = () => {};

  constructor(options: ReaderOptions) {
    const { settings } = options;
    this.commands = options.commands;
    this.own = anotherLike(options.commands);
    this.own.on("error", options.onError);
    this.markerKey = `${channelPrefix(options.runId, options.channelKey)}:${QUEUE_NAME}:marker`;
    const gate = new WriteGate(options.commands, options.onError);
    const hooks = {
      pass: <Result>(write: () => Promise<Result>) => gate.pass(write),
      failedUncalled: (job: Job<Envelope>) => options.stalledOut(deliveryOf(job)),
      remember: async (key: string, outcome: string) => void (await options.commands.sadd(key, outcome)),
      onServerBack: (listener: () => void) => void (this.stopListening = onServerBack(options.commands, listener)),
    };
    const keep = keepFinished(options.rememberMs);
    this.worker = new SlotWorker(
      QUEUE_NAME,
      async (job) => {
        this.drained = false;
        const result = await options.attempt(deliveryOf(job));
        switch (result.type) {
          case "done":
            tellOutcome(job, result.outcome);
            return null;
          case "exhausted":
            tellOutcome(job, result.outcome);
            throw new UnrecoverableError(result.reason);
          case "retry":
            // Whether to try again was decided from the newest settings; the job carries those of when it was added.
            job.opts.attempts = job.attemptsMade + 2;
            (job as Retried)[RETRY_AFTER_MS] = result.wallMs;
            throw new Error(failedText(result.reason, result.dueMs, job.attemptsStarted));
          case "abandoned":
            throw new Abandoned();
        }
      },
      {
        prefix: channelPrefix(options.runId, options.channelKey),
        connection: this.own,
        autorun: false,
        concurrency: 1,
        lockDuration: settings.lockMs,
        stalledInterval: settings.stalledCheckMs,
        maxStalledCount: settings.maxStalled,
        removeOnComplete: keep,
        removeOnFail: keep,
        metrics: { maxDataPoints: 1 },
        runRetryDelay: 1000,
        drainDelay: 5,
        settings: { backoffStrategy: (_attempts, _type, _error, job) => (job as Retried | undefined)?.[RETRY_AFTER_MS] ?? 0 },
      },
      outcomeBackend(hooks),
    );
    this.worker.on("error", options.onError);
    this.worker.on("drained", () => (this.drained = true));
    this.worker.on("stalled", () => options.onStalled());
    this.worker.on("completed", (job) => options.onMoved(job.data.id));
    this.worker.on("failed", (job) => options.onMoved(job?.data.id ?? ""));
  }

  /** Number of events to hold at once; 0 takes none until there are slots again. */
  setSlots(slots: number): void {
    if (slots === this.slots) return;
    const before = this.slots;
    this.slots = slots;
    if (slots > 0) this.worker.concurrency = slots;
    if (slots === 0) void this.worker.pause(true);
    else if (before === 0) {
      // A worker that was paused may have stopped running: it refuses to run until it is resumed.
      if (this.worker.isPaused()) void this.worker.resume();
      else void this.worker.run().catch((error: Error) => this.worker.emit("error", error));
    }
  }

  /** Whether everything that was ready has been taken, as far as is known. */
  get hasTakenAll(): boolean {
    return this.drained;
  }

  /** Takes every event as soon as it is there, in order, whatever it holds already. Instead of {@link setSlots}. */
  takeAll(): void {
    void this.worker.runInOrder();
  }

  /**
   * Has an idle worker look for events that have fallen due. By itself it would only look when its blocking read times
   * out, which Redis checks every 1/hz s: up to 100 ms late.
   */
  async wake(): Promise<void> {
    await this.commands.zadd(this.markerKey, "0", "0");
  }

  /** Resolves when its connections are up: from then on events are taken as soon as they come. */
  async ready(): Promise<void> {
    await this.worker.waitUntilReady();
  }

  /** Takes nothing more; resolves when what it holds is done. */
  async drain(): Promise<void> {
    this.slots = 0;
    await this.worker.pause();
  }

  /** Stops at once; jobs in hand stay active in Redis. */
  async close(): Promise<void> {
    this.stopListening();
    await this.worker.close(true);
    this.own.disconnect();
  }
}
