import type { RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME, sourceAuditKey } from "./keys.ts";
import { logKeys } from "./log-keys.ts";
import { MOST_AUDITED } from "./queue-writer.ts";

/** Entries that are read at once. */
const AT_ONCE = 2000;

/**
 * Reads a stream from ARGV[1] on, up to ARGV[2] ms ago, and takes away what comes before: what was read the time before and has arrived. Of BullMQ's
 * events those are left out that say nothing of births and ends. Returns where to go on, whether there may be more, and each entry's fields.
 */
const READ = `
if KEYS[2] and redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'opts.maxLenEvents', ARGV[4]) end
if ARGV[1] ~= '-' then redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1]) end
local time = redis.call('TIME')
local upTo = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[2]))
local entries = redis.call('XRANGE', KEYS[1], ARGV[1], upTo, 'COUNT', ARGV[3])
local wanted = { added = true, completed = true, failed = true, duplicated = true, stalled = true }
local result = { #entries > 0 and entries[#entries][1] or '', #entries == tonumber(ARGV[3]) and 1 or 0 }
for _, entry in ipairs(entries) do
  local fields = entry[2]
  if fields[1] ~= 'event' or wanted[fields[2]] then result[#result + 1] = fields end
end
return result
`;

/** What is read of a run that is audited: a stream that something records births and ends in. */
export interface AuditStream {
  readonly keys: readonly string[];
  /** From which entry on it is to be read. */
  from: string;
}

/** One record: names and values by turns. */
export type AuditRecord = readonly string[];

/** Reads what a run that is audited records by id: BullMQ's own stream of events of each queue, and ours of topics and sources (rules E4, M4). */
export class AuditLog {
  constructor(
    private readonly redis: RedisClient,
    private readonly runId: string,
  ) {}

  /** BullMQ writes it in the script that adds or finishes a job. */
  ofQueue(channelKey: string): AuditStream {
    const base = `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}`;
    return { keys: [`${base}:events`, `${base}:meta`], from: "-" };
  }

  /** One for each slot that its partitions lie in. */
  ofTopic(channelKey: string, partitions: number): AuditStream[] {
    return logKeys(this.runId, channelKey, this.redis.isCluster).slots(partitions).map(({ audit }) => ({ keys: [audit], from: "-" }));
  }

  ofSource(source: string): AuditStream {
    return { keys: [sourceAuditKey(this.runId, source)], from: "-" };
  }

  /** Hands what was recorded until `lagMs` ago to `take`, in order, each record once. */
  async read(stream: AuditStream, lagMs: number, take: (record: AuditRecord) => void): Promise<void> {
    for (;;) {
      const reply = await this.redis.eval(READ, stream.keys.length, ...stream.keys, stream.from, String(lagMs), String(AT_ONCE), String(MOST_AUDITED));
      const [last, more, ...records] = reply as [string, number, ...string[][]];
      for (const record of records) take(record);
      if (last !== "") stream.from = behind(last);
      if (more === 0) return;
    }
  }
}

/** The least id that an entry behind this one may have. */
function behind(id: string): string {
  const [ms = "0", sequence = "0"] = id.split("-");
  return `${ms}-${Number(sequence) + 1}`;
}
