import type { RedisClient } from "./connection.ts";
import type { LogKeys } from "./log-keys.ts";
import { LogWriter, MOST_SEEN, type Append } from "./log-writer.ts";
import type { Records } from "./queue-writer.ts";
import { untilDone } from "./until-done.ts";

/** Remembers for each event which partition it was first meant for, and returns those. */
const PLACE = `
local result = {}
for i = 2, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[i]) or redis.call('HGET', KEYS[2], ARGV[i])
  if not known then
    known = ARGV[i + 1]
    redis.call('HSET', KEYS[1], ARGV[i], known)
  end
  result[#result + 1] = tonumber(known)
end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[1]) then redis.call('RENAME', KEYS[1], KEYS[2]) end
return result
`;

/**
 * Appends events to one topic whose partitions lie in slots of their own: each has a writer, and one that waits for its server keeps no other
 * waiting. A partition knows what was appended to it; an event without a key, which another attempt may bring to another one, is therefore placed first
 * (rule E2).
 */
export class SpreadWriter {
  private readonly writers = new Map<number, LogWriter>();
  private free: Append[] = [];
  private isPlacing = false;

  constructor(
    private readonly redis: RedisClient,
    private readonly keys: LogKeys,
    private readonly onError: (error: Error) => void,
    private readonly records: Records,
  ) {}

  append(append: Append): void {
    if (!append.isFree) return this.writer(append.partition).append(append);
    this.free.push(append);
    if (!this.isPlacing) void this.place();
  }

  private async place(): Promise<void> {
    this.isPlacing = true;
    // What comes in this step of the process goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.free.length > 0) {
      const batch = this.free.splice(0);
      const meant = batch.flatMap(({ id, partition }) => [id, String(partition)]);
      const placed = (await untilDone(this.redis, () => this.redis.eval(PLACE, 2, this.keys.placed, this.keys.placedBefore, String(MOST_SEEN), ...meant), this.onError)) as number[];
      for (const [index, each] of batch.entries()) {
        const partition = placed[index] ?? each.partition;
        this.writer(partition).append({ ...each, partition });
      }
    }
    this.isPlacing = false;
  }

  private writer(partition: number): LogWriter {
    const known = this.writers.get(partition) ?? new LogWriter(this.redis, this.keys, this.onError, this.records);
    this.writers.set(partition, known);
    return known;
  }
}
