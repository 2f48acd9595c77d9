import type { RedisClient } from "./connection.ts";

/** How long a write that Redis refused waits before it is made again, ms. */
const AGAIN_MS = 100;

/**
 * Does something until it succeeds, and tells of each failure: a Redis that is short of memory may have some later. Never ends when the
 * connection was closed for good: whoever waits is gone with its process.
 */
export async function untilDone<Result>(redis: RedisClient, action: () => Promise<Result>, onError: (error: Error) => void): Promise<Result> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (redis.status === "end") return new Promise(() => {});
      onError(error as Error);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
