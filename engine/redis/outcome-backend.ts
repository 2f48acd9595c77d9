import {
  createRedisBackend,
  RedisQueueBackend,
  type BackendFactory,
  type Job,
  type KeepJobs,
  type MinimalJob,
} from "bullmq";
import type { Envelope } from "../core/event.ts";

/** Suffix of the set that names every outcome ever counted in a queue. */
export const OUTCOMES = "outcomes";
/** Suffix of the counter of one outcome. */
export function outcomeSuffix(outcome: string): string {
  return `outcome:${outcome}`;
}

/** What the backend asks of the worker that it serves. */
export interface OutcomeHooks {
  /** What the job became, when its attempt has told. */
  outcomeOf(job: object): string | undefined;
  /** BullMQ fails the job without having called the processor (it stalled too often): does what follows, returns the outcome. */
  failedUncalled(job: Job<Envelope>): Promise<string>;
  /** Adds a member to the set of outcomes; told once per outcome and connection. */
  remember(key: string, outcome: string): Promise<void>;
}

/**
 * BullMQ's Redis backend, with one thing added: when a job finishes, BullMQ's own metrics counter is incremented under the
 * name of what the job became. The count of every outcome so rides on the write that finishes the job: it costs no command, and it
 * is exact whatever dies when (rule M4).
 */
class OutcomeBackend extends RedisQueueBackend {
  hooks: OutcomeHooks | undefined;
  private readonly named = new Set<string>();
  private readonly outcomes = new WeakMap<object, string>();

  /** After a server lost its newest writes, the names must be told again. */
  forgetNames(): void {
    this.named.clear();
  }

  override async moveToCompleted<T, R, N extends string>(
    job: MinimalJob<T, R, N>,
    returnValue: R,
    removeOnComplete: boolean | number | KeepJobs,
    token: string,
    fetchNext: boolean,
  ): ReturnType<RedisQueueBackend["moveToCompleted"]> {
    const telling = this.label(job, this.hooks?.outcomeOf(job) ?? "unknown");
    if (telling) await telling;
    return super.moveToCompleted(job, returnValue, removeOnComplete, token, fetchNext);
  }

  override async moveToFailed<T, R, N extends string>(
    job: MinimalJob<T, R, N>,
    failedReason: string,
    removeOnFail: boolean | number | KeepJobs,
    token: string,
    fetchNext: boolean,
    fieldsToUpdate?: Record<string, unknown>,
  ): ReturnType<RedisQueueBackend["moveToFailed"]> {
    const { hooks } = this;
    const outcome = hooks?.outcomeOf(job) ?? (await hooks?.failedUncalled(job as unknown as Job<Envelope>)) ?? "unknown";
    const telling = this.label(job, outcome);
    if (telling) await telling;
    return super.moveToFailed(job, failedReason, removeOnFail, token, fetchNext, fieldsToUpdate);
  }

  protected override moveToFinishedArgs(
    ...parameters: Parameters<RedisQueueBackend["moveToFinishedArgs"]>
  ): ReturnType<RedisQueueBackend["moveToFinishedArgs"]> {
    const args = super.moveToFinishedArgs(...parameters);
    // The 13th key of BullMQ's moveToFinished is its metrics hash.
    args[12] = this.toKey(outcomeSuffix(this.outcomes.get(parameters[0]) ?? "unknown"));
    return args;
  }

  /** Notes what a job became; a promise where Redis is to be told of a new name first. */
  private label(job: object, outcome: string): Promise<void> | undefined {
    this.outcomes.set(job, outcome);
    return this.named.has(outcome) ? undefined : this.remember(outcome);
  }

  private async remember(outcome: string): Promise<void> {
    await this.hooks?.remember(this.toKey(OUTCOMES), outcome);
    this.named.add(outcome);
  }
}

/** A backend factory for a worker, with its hooks. */
export function outcomeBackend(hooks: OutcomeHooks): BackendFactory<RedisQueueBackend> {
  return (name, options, context) => {
    const plain = createRedisBackend(name, options, context);
    // Its connections are taken over; what it would say of them, the backend below says.
    plain.on("error", () => {});
    const { keys, connection, blockingConnection } = plain;
    const backend = new OutcomeBackend(connection, name, keys, (type) => plain.toKey(type), options, blockingConnection);
    backend.hooks = hooks;
    backend.on("ready", () => backend.forgetNames());
    return backend;
  };
}
