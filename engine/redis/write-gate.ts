import type { RedisClient } from "./connection.ts";

/** How long after a refusal a write is made again, ms. */
const AGAIN_MS = 100;

/** Whether Redis answered that it takes no writes for now: it is full, read-only, short of replicas, or cannot write its file. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && /\b(OOM command not allowed|READONLY You can't|NOREPLICAS Not enough|MISCONF )/.test(error.message);
}

/**
 * Makes writes again that a Redis refuses which is there: they wait as for one that is away, and keep their order. What is done through it must
 * be safe to do twice.
 */
export class WriteGate {
  private refusal: Promise<void> | undefined;

  constructor(
    private readonly redis: RedisClient,
    /** Told of a refusal once for all that wait. */
    readonly onError: (error: Error) => void,
  ) {}

  /** Whether the last write was taken, as far as is known. */
  get isOpen(): boolean {
    return this.refusal === undefined;
  }

  /** Rejects with whatever is no refusal. Never ends when the connection was closed for good. */
  pass<Result>(write: () => Promise<Result>): Promise<Result> {
    // Every event passes several times: nothing is awaited here while Redis takes what it is given.
    return this.refusal ? this.passLater(write) : write().catch((error: unknown) => this.passAgain(write, error));
  }

  private passAgain<Result>(write: () => Promise<Result>, error: unknown): Promise<Result> {
    if (!isRefusal(error)) throw error;
    if (this.redis.status === "end") return new Promise(() => {});
    this.refused(error as Error);
    return this.passLater(write);
  }

  private async passLater<Result>(write: () => Promise<Result>): Promise<Result> {
    while (this.refusal) await this.refusal;
    return this.pass(write);
  }

  private refused(error: Error): void {
    if (this.refusal) return;
    this.onError(error);
    this.refusal = new Promise((resolve) =>
      setTimeout(() => {
        this.refusal = undefined;
        resolve();
      }, AGAIN_MS),
    );
  }
}
