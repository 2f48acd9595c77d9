/** What a BullMQ queue has lying in each of its states. */
export interface QueueCounts {
  /** Ready, those of a paused queue too. */
  readonly waiting: number;
  readonly prioritized: number;
  readonly delayed: number;
  readonly active: number;
  readonly waitingChildren: number;
  /** Kept after they were done; how many are kept is up to whoever added them. */
  readonly completed: number;
  readonly failed: number;
}

/** What happened to a queue between two looks. Rates in events per second. */
export interface QueueRates {
  readonly addedPerSecond: number;
  /** Done for good: completed or failed. */
  readonly donePerSecond: number;
  /** Time between the looks, ms. */
  readonly overMs: number;
}

/** A job as far as the design needs it. Never its data. */
export interface JobSample {
  readonly state: keyof QueueCounts;
  readonly attempts: number;
  readonly attemptsMade: number;
  /** In ms; `custom` is a strategy of the worker's own. */
  readonly backoff?: { readonly type: "fixed" | "exponential" | "custom"; readonly delayMs: number; readonly jitter: number };
  readonly delayMs: number;
  readonly priority: number;
  readonly lifo: boolean;
  /** When it was added, Unix time in ms. */
  readonly addedAt?: number;
  /** Of its last attempt, once that is over. */
  readonly serviceMs?: number;
  /** The queue in which its parent waits for it. */
  readonly parentQueue?: string;
  /** Of a parent: how many children it has. */
  readonly children?: number;
  /** It was made by a job scheduler. */
  readonly scheduled: boolean;
}

/** A job scheduler. */
export interface FoundScheduler {
  readonly name: string;
  readonly everyMs?: number;
  readonly cron?: string;
  readonly timezone?: string;
}

/** A BullMQ queue that was found in a Redis. */
export interface FoundQueue {
  readonly prefix: string;
  readonly name: string;
  /** Of the library that wrote last, `bullmq:5.1.0`. */
  readonly version?: string;
  readonly paused: boolean;
  readonly globalConcurrency?: number;
  readonly rateLimit?: { readonly max: number; readonly durationMs: number };
  readonly counts: QueueCounts;
  /** The most that were active at any look. */
  readonly mostActive: number;
  readonly rates: QueueRates;
  /** Finished jobs per second over the last minutes, from BullMQ's own metrics where they are switched on. */
  readonly metrics?: { readonly donePerSecond: number; readonly minutes: number };
  /** Worker instances that are connected; null where the server does not tell. */
  readonly workers: number | null;
  readonly samples: readonly JobSample[];
  /** The first of them. */
  readonly schedulers: readonly FoundScheduler[];
  readonly schedulerCount: number;
}

/** What was found in a Redis. */
export interface FoundRedis {
  /** Where, without a password. */
  readonly place: string;
  readonly queues: readonly FoundQueue[];
  /** What was not looked at, and why, in sentences. */
  readonly limits: readonly string[];
}

/** A queue's name with its prefix, as its keys begin. */
export function qualifiedName({ prefix, name }: Pick<FoundQueue, "prefix" | "name">): string {
  return `${prefix}:${name}`;
}
