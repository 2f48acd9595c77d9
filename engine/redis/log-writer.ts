import type { RedisClient } from "./connection.ts";
import type { LogKeys } from "./log-keys.ts";
import type { Records } from "./queue-writer.ts";
import { untilDone } from "./until-done.ts";

/** How many appended ids a topic remembers at least, so that an event appended again is recognised (rule E2). */
export const MOST_SEEN = 50_000;
/** Most events that are written at once. */
const MOST_AT_ONCE = 1000;

/**
 * Appends batches to partitions, all of them or, when any event is known already, none: then the numbers of those that are.
 * A window of 0 recognises nothing. An audited topic records which came to it. Each batch is one entry of its partition's stream: `n` events, `b` bytes of the partition after them, `s` their sources, `e`
 * the events as a CloudEvents batch in JSON.
 */
const APPEND = `
local batches = tonumber(ARGV[2])
local ids = {}
for i = 3 + batches * 5, #ARGV do ids[#ids + 1] = ARGV[i] end
local known = {}
for _, key in ipairs(ARGV[1] == '0' and {} or {KEYS[2], KEYS[3]}) do
  for i, seen in ipairs(redis.call('SMISMEMBER', key, unpack(ids))) do
    if seen == 1 then known[#known + 1] = i - 1 end
  end
end
local audit = KEYS[4 + batches]
if audit and #known > 0 then redis.call('XADD', audit, '*', 'known', #known) end
if #known > 0 then return known end
if audit then redis.call('XADD', audit, '*', 'put', table.concat(ids, ' ')) end
if ARGV[1] ~= '0' then
  redis.call('SADD', KEYS[2], unpack(ids))
  if redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[1]) then redis.call('RENAME', KEYS[2], KEYS[3]) end
end
for batch = 1, batches do
  local at = 3 + (batch - 1) * 5
  local partition, n = ARGV[at], ARGV[at + 1]
  local last = redis.call('HINCRBY', KEYS[1], 'end:' .. partition, n)
  local bytes = redis.call('HINCRBY', KEYS[1], 'bytes:' .. partition, ARGV[at + 2])
  redis.call('XADD', KEYS[3 + batch], string.format('%.0f-0', last - n + 1), 'n', n, 'b', bytes, 's', ARGV[at + 3], 'e', ARGV[at + 4])
end
return known
`;

/** An event that is to be appended. */
export interface Append {
  readonly id: string;
  readonly partition: number;
  /** It has no key: another time, it may be meant for another partition. */
  readonly isFree: boolean;
  /** Index of its source. */
  readonly source: number;
  readonly bytes: number;
  /** Its envelope in JSON. */
  readonly text: string;
  /** Called when it turns out to be in the log since an earlier time. */
  readonly known: () => void;
  /** Called when it is in the log, now or since an earlier time. */
  readonly done: () => void;
}

/** Appends events to one topic for one process, to partitions whose keys lie together: what comes while a batch is on its way goes with the next. */
export class LogWriter {
  private waiting: Append[] = [];
  private isWriting = false;
  private isScheduled = false;

  constructor(
    private readonly redis: RedisClient,
    private readonly keys: LogKeys,
    private readonly onError: (error: Error) => void,
    private readonly records: Records,
  ) {}

  append(append: Append): void {
    this.waiting.push(append);
    if (this.isWriting || this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.write();
    });
  }

  private async write(): Promise<void> {
    if (this.isWriting) return;
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.length > MOST_AT_ONCE ? this.waiting.splice(0, MOST_AT_ONCE) : this.waiting;
      if (batch === this.waiting) this.waiting = [];
      await untilDone(this.redis, () => this.send(batch), this.onError);
      for (const each of batch) each.done();
    }
    this.isWriting = false;
  }

  private async send(batch: readonly Append[]): Promise<void> {
    const known = await this.tryToSend(batch);
    if (known.length === 0) return;
    const old = new Set(known);
    for (const index of old) batch[index]?.known();
    const news = batch.filter((_, index) => !old.has(index));
    if (news.length > 0) await this.send(news);
  }

  private async tryToSend(batch: readonly Append[]): Promise<number[]> {
    const byPartition = new Map<number, Append[]>();
    for (const each of batch) {
      const own = byPartition.get(each.partition);
      if (own) own.push(each);
      else byPartition.set(each.partition, [each]);
    }
    const { state, seen, seenBefore, audit } = this.keys.of(batch[0]?.partition ?? 0);
    const keys = [state, seen, seenBefore];
    const values: string[] = [String(this.records.forgetsIds ? 0 : MOST_SEEN), String(byPartition.size)];
    for (const [partition, events] of byPartition) {
      keys.push(this.keys.of(partition).stream);
      let bytes = 0;
      for (const event of events) bytes += event.bytes;
      values.push(String(partition), String(events.length), String(bytes), events.map(({ source }) => source).join(","), `[${events.map(({ text }) => text).join(",")}]`);
    }
    for (const { id } of batch) values.push(id);
    if (this.records.isAudited) keys.push(audit);
    return (await this.redis.eval(APPEND, keys.length, ...keys, ...values)) as number[];
  }
}
