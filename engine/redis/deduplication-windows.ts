import { mastersOf, type RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/** Keeps BullMQ's deduplication windows, which are expiring keys, in design time (rules Q9, V1, V2). */
export class DeduplicationWindows {
  /** What was left of each window when it was parked, ms on the wall clock. */
  private readonly left = new Map<string, number>();

  constructor(
    private readonly redis: RedisClient,
    private readonly runId: string,
  ) {}

  /** Stops the windows of these channels; those that are stopped already stay as they are. */
  async park(channelKeys: readonly string[]): Promise<void> {
    for (const [key, leftMs] of await this.running(channelKeys)) {
      await this.redis.persist(key);
      this.left.set(key, leftMs);
    }
  }

  /** Lets them run on. `factor` is old speed divided by new speed. */
  async unpark(factor: number): Promise<void> {
    for (const [key, leftMs] of this.left) await this.redis.pexpire(key, Math.max(1, Math.ceil(leftMs * factor)));
    this.left.clear();
  }

  /** A step let so much time go by, ms on the wall clock: windows that ended in it are gone, those that began in it stop. */
  async advance(byMs: number, channelKeys: readonly string[]): Promise<void> {
    for (const [key, leftMs] of this.left) {
      if (leftMs > byMs) this.left.set(key, leftMs - byMs);
      else {
        this.left.delete(key);
        await this.redis.del(key);
      }
    }
    await this.park(channelKeys);
  }

  async scale(channelKeys: readonly string[], factor: number): Promise<void> {
    for (const [key, leftMs] of await this.running(channelKeys)) await this.redis.pexpire(key, Math.max(1, Math.ceil(leftMs * factor)));
  }

  /** Windows that run, with what is left of them. */
  private async running(channelKeys: readonly string[]): Promise<[string, number][]> {
    const found: [string, number][] = [];
    for (const channelKey of channelKeys) {
      const pattern = `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}:de:*`.replaceAll(/[[\]?\\]/g, "\\$&");
      for (const key of await keysLike(this.redis, pattern)) {
        const leftMs = await this.redis.pttl(key);
        if (leftMs > 0) found.push([key, leftMs]);
      }
    }
    return found;
  }
}

/** Keys that match a pattern, on whichever server. */
async function keysLike(client: RedisClient, pattern: string): Promise<string[]> {
  const found: string[] = [];
  for (const master of mastersOf(client)) {
    let cursor = "0";
    do {
      const [next, keys] = await master.scan(cursor, "MATCH", pattern, "COUNT", 1000);
      cursor = next;
      found.push(...keys);
    } while (cursor !== "0");
  }
  return found;
}
