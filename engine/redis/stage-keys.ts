import { onServerBack, type RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/**
 * Puts what nobody holds back to the front of the queue, oldest first, as BullMQ's stalled check would after the lock's time: a stage has
 * one reader, and what that does not hold (named from ARGV[2] on) nobody does.
 */
const TAKE_OVER = `
local held = {}
for index = 2, #ARGV do held[ARGV[index]] = true end
local ids = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if not held[id] then
    redis.call('LREM', KEYS[1], 1, id)
    redis.call('DEL', ARGV[1] .. id .. ':lock')
    redis.call('HINCRBY', ARGV[1] .. id, 'stc', 1)
    redis.call('RPUSH', KEYS[2], id)
    table.insert(ids, id)
  end
end
if #ids > 0 then redis.call('ZADD', KEYS[3], 0, '0') end
return ids
`;

/** What a stage keeps in Redis beside its queue: what it must remember, and what it had decided when it died. */
export class StageKeys {
  private readonly base: string;
  private readonly notesKey: string;
  private readonly journalKey: string;

  constructor(
    private readonly redis: RedisClient,
    runId: string,
    channelKey: string,
  ) {
    const prefix = channelPrefix(runId, channelKey);
    this.base = `${prefix}:${QUEUE_NAME}:`;
    this.notesKey = `${prefix}:notes`;
    this.journalKey = `${prefix}:journal`;
  }

  async notes(): Promise<Map<string, string>> {
    return new Map(Object.entries(await this.redis.hgetall(this.notesKey)));
  }

  /**
   * Ids of the events that a dead reader held, or that were handed out by a Redis which died before it could say so; they are delivered
   * again. Those in `held` are not.
   */
  async takeOver(held: Iterable<string> = []): Promise<string[]> {
    const { base } = this;
    return (await this.redis.eval(TAKE_OVER, 3, `${base}active`, `${base}wait`, `${base}marker`, base, ...held)) as string[];
  }

  /** Calls `listener` whenever Redis is back; returns what ends that. */
  onBack(listener: () => void): () => void {
    return onServerBack(this.redis, listener);
  }

  /** Writes notes (null takes one away) and what was decided about events, in one step. */
  async write(notes: readonly (readonly [string, string | null])[], journal: readonly (readonly [string, string])[]): Promise<void> {
    const transaction = this.redis.multi();
    const kept = notes.flatMap(([name, text]) => (text === null ? [] : [name, text]));
    const gone = notes.flatMap(([name, text]) => (text === null ? [name] : []));
    if (kept.length > 0) transaction.hset(this.notesKey, ...kept);
    if (gone.length > 0) transaction.hdel(this.notesKey, ...gone);
    if (journal.length > 0) transaction.hset(this.journalKey, ...journal.flat());
    const replies = (await transaction.exec()) ?? [];
    for (const [error] of replies) if (error) throw error;
  }

  /** What had been decided about these events, where it was written. */
  async journal(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const texts = await this.redis.hmget(this.journalKey, ...ids);
    return new Map(ids.flatMap((id, index) => (typeof texts[index] === "string" ? [[id, texts[index]] as const] : [])));
  }

  /** These events are gone: nothing about them need be known any more. */
  async forget(ids: readonly string[]): Promise<void> {
    await this.redis.hdel(this.journalKey, ...ids);
  }
}
