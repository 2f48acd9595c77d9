import type { RedisClient } from "./connection.ts";
import type { WriteGate } from "./write-gate.ts";
import { MOST_SEEN, type Processed } from "../core/seen-ids.ts";
import { channelPrefix } from "./keys.ts";

/** Remembers an event under a key unless there is one, forgets the oldest beyond the window, and returns which event it is. */
const REMEMBER = `
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then return known end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('LPUSH', KEYS[2], ARGV[1])
if redis.call('LLEN', KEYS[2]) > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], redis.call('RPOP', KEYS[2])) end
return ARGV[2]
`;

/** Which events an idempotent consumer has processed, for all processes of a run (rule C4): a bounded window. */
export class ProcessedIds {
  private readonly hash: string;
  private readonly order: string;

  constructor(
    private readonly redis: RedisClient,
    runId: string,
    consumer: string,
    private readonly gate: WriteGate,
  ) {
    const prefix = channelPrefix(runId, `processed:${consumer}`);
    this.hash = `${prefix}:events`;
    this.order = `${prefix}:order`;
  }

  /** The event that was processed for a key; null for none. */
  async holder(key: string): Promise<Processed | null> {
    const text = await this.redis.hget(this.hash, key);
    return text === null ? null : processedOf(text);
  }

  /** Remembers the event as the one that was processed for a key, unless there is one; returns which it is. */
  async remember(key: string, { event, delivery }: Processed): Promise<Processed> {
    return processedOf(String(await this.gate.pass(() => this.redis.eval(REMEMBER, 2, this.hash, this.order, key, `${event} ${delivery}`, String(MOST_SEEN)))));
  }
}

function processedOf(text: string): Processed {
  const [event = "", delivery] = text.split(" ");
  return { event, delivery: Number(delivery) };
}
