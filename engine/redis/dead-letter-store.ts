import type { RedisClient } from "./connection.ts";
import type { Envelope } from "../core/event.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";
import { partsOfOutcome } from "../core/outcome.ts";
import { OUTCOMES, outcomeSuffix } from "./outcome-backend.ts";

/**
 * Takes a job out of a queue without a worker, remembers it as BullMQ remembers finished ones, and counts what became of it, in one step: so
 * it is counted once, whoever dies when. `ARGV[5]` counts down what is left to move.
 */
const TAKE = `
if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then return 0 end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('HSET', ARGV[3] .. ARGV[1], 'finishedOn', ARGV[2])
redis.call('SADD', KEYS[3], ARGV[4])
redis.call('HINCRBY', KEYS[4], 'count', 1)
if KEYS[6] then redis.call('XADD', KEYS[6], '*', 'event', 'completed', 'jobId', ARGV[1], 'returnvalue', ARGV[6]) end
if ARGV[5] == '1' and redis.call('DECR', KEYS[5]) <= 0 then redis.call('DEL', KEYS[5]) end
return 1
`;

/** What lies in a dead letter, in Redis: a queue that nobody works on. */
export class DeadLetterStore {
  private readonly base: string;

  constructor(
    private readonly redis: RedisClient,
    runId: string,
    channelKey: string,
    private readonly isAudited = false,
  ) {
    this.base = `${channelPrefix(runId, channelKey)}:${QUEUE_NAME}:`;
  }

  /** Says that all that lies here now is to be moved, and how many that is. What says so outlives every process. */
  async intend(): Promise<number> {
    const count = await this.redis.llen(`${this.base}wait`);
    if (count > 0) await this.redis.set(`${this.base}redrive`, String(count));
    return count;
  }

  /** How many are left to be moved. */
  async intended(): Promise<number> {
    return Number((await this.redis.get(`${this.base}redrive`)) ?? 0);
  }

  /** There is nothing left to move, whatever was meant. */
  async forget(): Promise<void> {
    await this.redis.del(`${this.base}redrive`);
  }

  /** The oldest events, at most so many. */
  async oldest(most: number): Promise<Envelope[]> {
    const ids = (await this.redis.lrange(`${this.base}wait`, -most, -1)).toReversed();
    if (ids.length === 0) return [];
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.hget(`${this.base}${id}`, "data");
    const rows = (await pipeline.exec()) ?? [];
    return rows.flatMap(([, data]) => (typeof data === "string" ? [JSON.parse(data) as Envelope] : []));
  }

  /** Takes an event out and counts what it became; false when it was not there any more. */
  async take(id: string, told: string, moved: boolean): Promise<boolean> {
    const { base } = this;
    const { outcome, children = "" } = partsOfOutcome(told);
    const keys = [`${base}wait`, `${base}completed`, `${base}${OUTCOMES}`, `${base}${outcomeSuffix(outcome)}`, `${base}redrive`, ...(this.isAudited ? [`${base}events`] : [])];
    return (await this.redis.eval(TAKE, keys.length, ...keys, id, String(Date.now()), base, outcome, moved ? "1" : "0", children)) === 1;
  }
}
