import type { WorkerEntry } from "../contract/desktop-process.ts";

/** What a worker process is told on its command line. */
export interface WorkerArguments {
  readonly runId: string;
  readonly zone: string;
}

/** A process that works for a run. Messages are structured-cloned and arrive in order. */
export interface WorkerProcess {
  /** Known once the process is up; a promise where another process starts it. Rejects when it cannot be started. */
  readonly pid: Promise<number> | number;
  /** Silently dropped once the process has exited. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; soon after this call if the process has already exited. `signal` is null where it is not known. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Does nothing once the process has exited. */
  kill(signal: "SIGKILL" | "SIGTERM"): void;
}

/** Starts a worker process; a failure to start shows as an exit. */
export type SpawnWorker = (entry: WorkerEntry, args: WorkerArguments) => WorkerProcess;

/** What experiments may do to a Redis that this app started itself (rule O4). */
export interface RedisControl {
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Kills it without a word; it is started again once `until` resolves. Resolves when it has ended. */
  kill(until: Promise<void>): Promise<void>;
  /**
   * Cuts its power `unsyncedMs` after its file was synced last: what had not reached the disk is gone. It is started again once `until` resolves.
   * Resolves, once it is down, with how many bytes that was.
   */
  losePower(unsyncedMs: number, until: Promise<void>): Promise<number>;
  /** Changes settings of the running server; a server that is started again has its own. Rejects when it does not answer. */
  configure(settings: Readonly<Record<string, string>>): Promise<void>;
}

/** What the live executor needs of the machine it runs on. */
export interface LiveEnvironment {
  /** A `redis://` or `rediss://` URL, or a Unix socket's path, of a Redis that was checked. */
  readonly redisUrl: string;
  readonly spawnWorker: SpawnWorker;
  /** Of the Redis that this app started itself; no other one is broken on purpose. */
  readonly redis?: RedisControl | undefined;
  /** Addresses that events may be posted to, as `webAddress` writes them (rule S3); none without it. */
  readonly approvedWebhooks?: readonly string[];
  /** What workers from other machines prove to know before they join; without it none can. */
  readonly joinToken?: string | undefined;
}
