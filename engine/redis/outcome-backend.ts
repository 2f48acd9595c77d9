import {
  createRedisBackend,
  RedisQueueBackend,
  type BackendFactory,
  type Job,
  type KeepJobs,
  type MinimalJob,
} from "bullmq";
import type { Envelope } from "../core/event.ts";
import { partsOfOutcome } from "../core/outcome.ts";

/** Suffix of the set that names every outcome ever counted in a queue. */
export const OUTCOMES = "outcomes";
/** Suffix of the counter of one outcome. */
export function outcomeSuffix(outcome: string): string {
  return `outcome:${outcome}`;
}

const OUTCOME = Symbol("outcome");
const CHILDREN = Symbol("children");

/** A job that knows what it became. It stands on the job, because a WeakMap's entries cost the garbage collector several times as much. */
interface Told {
  [OUTCOME]?: string;
  /** Its children by place and id, for an audit. */
  [CHILDREN]?: string | undefined;
}

/** Tells what a job became, before BullMQ finishes it. */
export function tellOutcome(job: object, told: string): void {
  const { outcome, children } = partsOfOutcome(told);
  (job as Told)[OUTCOME] = outcome;
  if (children !== undefined) (job as Told)[CHILDREN] = children;
}

function outcomeOf(job: object): string | undefined {
  return (job as Told)[OUTCOME];
}

/** What the backend asks of the worker that it serves. */
export interface OutcomeHooks {
  /** BullMQ fails the job without having called the processor (it stalled too often): does what follows, returns the outcome. */
  failedUncalled(job: Job<Envelope>): Promise<string>;
  /** Adds a member to the set of outcomes; told once per outcome and connection. */
  remember(key: string, outcome: string): Promise<void>;
  /** Makes a write again for as long as Redis refuses it. */
  pass<Result>(write: () => Promise<Result>): Promise<Result>;
  /** Calls back when another server has taken a lost one's place, or the same is back. */
  onServerBack(listener: () => void): void;
}

/**
 * BullMQ's Redis backend, with one thing added: when a job finishes, BullMQ's own metrics counter is incremented under the
 * name of what the job became. The count of every outcome so rides on the write that finishes the job: it costs no command, and it
 * is exact whatever dies when (rule M4).
 */
class OutcomeBackend extends RedisQueueBackend {
  hooks: OutcomeHooks | undefined;
  private readonly named = new Set<string>();

  /** After a server lost its newest writes, the names must be told again. */
  forgetNames(): void {
    this.named.clear();
  }

  override moveToCompleted<T, R, N extends string>(
    job: MinimalJob<T, R, N>,
    returnValue: R,
    removeOnComplete: boolean | number | KeepJobs,
    token: string,
    fetchNext: boolean,
  ): ReturnType<RedisQueueBackend["moveToCompleted"]> {
    return this.pass(() => {
      const naming = this.remember(outcomeOf(job) ?? "unknown");
      const move = (): ReturnType<RedisQueueBackend["moveToCompleted"]> => super.moveToCompleted(job, returnValue, removeOnComplete, token, fetchNext);
      return naming ? naming.then(move) : move();
    });
  }

  override moveToActive(...parameters: Parameters<RedisQueueBackend["moveToActive"]>): ReturnType<RedisQueueBackend["moveToActive"]> {
    return this.pass(() => super.moveToActive(...parameters));
  }

  override async moveToFailed<T, R, N extends string>(
    job: MinimalJob<T, R, N>,
    failedReason: string,
    removeOnFail: boolean | number | KeepJobs,
    token: string,
    fetchNext: boolean,
    fieldsToUpdate?: Record<string, unknown>,
  ): ReturnType<RedisQueueBackend["moveToFailed"]> {
    if (outcomeOf(job) === undefined) tellOutcome(job, (await this.hooks?.failedUncalled(job as unknown as Job<Envelope>)) ?? "unknown");
    return this.pass(async () => {
      const naming = this.remember(outcomeOf(job) ?? "unknown");
      if (naming) await naming;
      return super.moveToFailed(job, failedReason, removeOnFail, token, fetchNext, fieldsToUpdate);
    });
  }

  private pass<Result>(write: () => Promise<Result>): Promise<Result> {
    return this.hooks ? this.hooks.pass(write) : write();
  }

  protected override moveToFinishedArgs(
    ...parameters: Parameters<RedisQueueBackend["moveToFinishedArgs"]>
  ): ReturnType<RedisQueueBackend["moveToFinishedArgs"]> {
    const args = super.moveToFinishedArgs(...parameters);
    // The 13th key of BullMQ's moveToFinished is its metrics hash.
    args[12] = this.toKey(outcomeSuffix(outcomeOf(parameters[0]) ?? "unknown"));
    const children = (parameters[0] as Told)[CHILDREN];
    // The fourth argument after 14 keys is what the job returned or why it failed: BullMQ writes it into the queue's stream of events.
    if (children !== undefined) args[17] = parameters[4] === "failed" ? `${parameters[1]}\n${children}` : children;
    return args;
  }

  /** A promise where Redis is to be told of a new name first. */
  private remember(outcome: string): Promise<void> | undefined {
    if (this.named.has(outcome)) return undefined;
    return this.hooks?.remember(this.toKey(OUTCOMES), outcome).then(() => void this.named.add(outcome));
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
    hooks.onServerBack(() => backend.forgetNames());
    return backend;
  };
}
