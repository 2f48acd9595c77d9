import type { Redis } from "ioredis";
import { mastersOf, type RedisClient } from "./connection.ts";
import { inPipelines, type Command } from "./pipelines.ts";
import { idsFrom, logKeys, readLog, sourcesFrom, trimLog, type LogState } from "./log-keys.ts";
import { channelPrefix, QUEUE_NAME, runPrefix, sourceAuditKey, sourceKey } from "./keys.ts";
import { LEAVING } from "./leaving.ts";
import { fencePartition } from "./log-positions.ts";
import { OUTCOMES, outcomeSuffix } from "./outcome-backend.ts";

/** Numbers of a channel as they are in Redis now. */
export interface ChannelLengths {
  readonly ready: number;
  readonly delayed: number;
  readonly active: number;
  /** Of a topic: for each group, the events of each partition that it has not committed (rule T4). */
  readonly lag?: Record<string, number[]>;
}

/** What a source says of some events, for an audit; numbered in order. */
export interface SourceRecord {
  readonly n: number;
  readonly text: string;
}

/** Adds a record behind the one before it; a command that is sent again when Redis is back without that one adds nothing. Returns the last one's number. */
const RECORD = `
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
if last ~= tonumber(ARGV[1]) - 1 then return last end
redis.call('XADD', KEYS[1], '*', 'emitted', ARGV[2])
redis.call('SET', KEYS[2], ARGV[1])
return tonumber(ARGV[1])
`;

/** Reads a run's keys for the host: lengths, counted outcomes, sources' states. Never scans but to clean up. */
export class RunKeys {
  constructor(
    private readonly redis: RedisClient,
    private readonly runId: string,
  ) {}

  /** Lengths of each channel, in one round trip. */
  async lengths(channelKeys: readonly string[]): Promise<ChannelLengths[]> {
    const reads = channelKeys.flatMap((key): Command[] => {
      const base = `${channelPrefix(this.runId, key)}:${QUEUE_NAME}`;
      return [["llen", `${base}:wait`], ["zcard", `${base}:prioritized`], ["zcard", `${base}:delayed`], ["llen", `${base}:active`], ["zcard", `${base}:${LEAVING}`]];
    });
    const values = (await inPipelines(this.redis, reads)).map(Number);
    return channelKeys.map((_, index) => {
      const [wait = 0, prioritized = 0, delayed = 0, active = 0, leaving = 0] = values.slice(index * 5, index * 5 + 5);
      return { ready: wait + prioritized, delayed, active: active + leaving };
    });
  }

  /** How often each outcome happened to events that left each channel; two round trips. */
  async outcomes(channelKeys: readonly string[]): Promise<Map<string, number>[]> {
    const bases = channelKeys.map((key) => `${channelPrefix(this.runId, key)}:${QUEUE_NAME}`);
    const sets = (await inPipelines(this.redis, bases.map((base): Command => ["smembers", `${base}:${OUTCOMES}`]))) as string[][];
    const counts = bases.flatMap((base, index) => (sets[index] ?? []).map((outcome): Command => ["hget", `${base}:${outcomeSuffix(outcome)}`, "count"]));
    const values = await inPipelines(this.redis, counts);
    let next = 0;
    return sets.map((set) => new Map(set.map((outcome) => [outcome, Number(values[next++] ?? 0)])));
  }

  /** A topic's positions and outcomes. */
  log(channelKey: string, partitions: number, groups: readonly string[]): Promise<LogState> {
    return readLog(this.redis, logKeys(this.runId, channelKey, this.redis.isCluster), partitions, groups);
  }

  /** Lets nobody who reads a topic's partition for a group by now commit any more. */
  fence(channelKey: string, group: string, partition: number): Promise<void> {
    return fencePartition(this.redis, logKeys(this.runId, channelKey, this.redis.isCluster), group, partition);
  }

  /** Indices of the sources of a topic's events that groups have not committed. */
  async sourcesInLog(channelKey: string, state: LogState, most: number): Promise<number[]> {
    const keys = logKeys(this.runId, channelKey, this.redis.isCluster);
    const found = [...state.groups.values()].flatMap(({ settled }) =>
      settled.flatMap((offset, partition) => (offset < (state.ends[partition] ?? 0) ? [sourcesFrom(this.redis, keys, partition, offset, most)] : [])),
    );
    return (await Promise.all(found)).flat();
  }

  /** Ids of a topic's events that groups have not committed, once for each group. */
  async uncommittedIds(channelKey: string, { ends, groups }: LogState): Promise<string[]> {
    const keys = logKeys(this.runId, channelKey, this.redis.isCluster);
    const found = [...groups.values()].flatMap(({ settled }) => ends.flatMap((end, partition) => ((settled[partition] ?? 0) < end ? [idsFrom(this.redis, keys, partition, settled[partition] ?? 0)] : [])));
    return (await Promise.all(found)).flat();
  }

  /** Takes away what every group of a topic has read. */
  trimLog(channelKey: string, state: LogState): Promise<void> {
    return trimLog(this.redis, logKeys(this.runId, channelKey, this.redis.isCluster), state);
  }

  /**
   * Writes a source's state, strikes out of its journal what the state counts, and adds to its audit what is recorded of events, in one step. Returns
   * the number of the last record that Redis has: one is taken only behind the one before it.
   */
  async writeSource(source: string, state: string, counted: readonly string[] = [], records: readonly SourceRecord[] = []): Promise<number> {
    const key = sourceKey(this.runId, source);
    if (counted.length === 0 && records.length === 0) {
      await this.redis.set(key, state);
      return 0;
    }
    const step = this.redis.multi().set(key, state);
    if (counted.length > 0) step.hdel(`${key}:journal`, ...counted);
    for (const { n, text } of records) step.eval(RECORD, 2, sourceAuditKey(this.runId, source), `${key}:audited`, String(n), text);
    const results = (await step.exec()) ?? [];
    for (const [error] of results) if (error) throw error;
    return records.length === 0 ? 0 : Number(results.at(-1)?.[1]);
  }

  /** Number of the last record of a source's events that Redis has. */
  async lastRecord(source: string): Promise<number> {
    return Number((await this.redis.get(`${sourceKey(this.runId, source)}:audited`)) ?? 0);
  }

  /** Writes an event from outside down, so that it survives its process. */
  async writeDown(source: string, id: string, event: string): Promise<void> {
    await this.redis.hset(`${sourceKey(this.runId, source)}:journal`, id, event);
  }

  async strikeOut(source: string, ids: readonly string[]): Promise<void> {
    await this.redis.hdel(`${sourceKey(this.runId, source)}:journal`, ...ids);
  }

  /** Events from outside that are written down and not counted yet. */
  journal(source: string): Promise<string[]> {
    return this.redis.hvals(`${sourceKey(this.runId, source)}:journal`);
  }

  /** Counts that a source's process was started, and returns how often. */
  countStart(source: string): Promise<number> {
    return this.redis.incr(`${sourceKey(this.runId, source)}:starts`);
  }

  async readSources(sources: readonly string[]): Promise<(string | null)[]> {
    return sources.length === 0 ? [] : this.redis.mget(sources.map((source) => sourceKey(this.runId, source)));
  }

  /** Ids of the events in a channel, in no order; at most `most` of each state. */
  async present(channelKey: string, most: number): Promise<string[]> {
    const base = `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}`;
    const lists = await Promise.all([
      this.redis.lrange(`${base}:wait`, 0, most - 1),
      this.redis.lrange(`${base}:active`, 0, most - 1),
      this.redis.zrange(`${base}:delayed`, "0", String(most - 1)),
      this.redis.zrange(`${base}:prioritized`, "0", String(most - 1)),
      this.redis.zrange(`${base}:${LEAVING}`, "0", String(most - 1)).then((members) => members.map((member) => member.slice(member.indexOf(":") + 1))),
    ]);
    return lists.flat();
  }

  /** Source ids of the events in a channel, in no order; at most `most` of each state. */
  async sourceNames(channelKey: string, most: number): Promise<string[]> {
    const base = `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}`;
    const pipeline = this.redis.pipeline();
    for (const id of await this.present(channelKey, most)) pipeline.hget(`${base}:${id}`, "data");
    const rows = (await pipeline.exec()) ?? [];
    return rows.flatMap(([, data]) => (typeof data === "string" ? [(JSON.parse(data) as { source: string }).source] : []));
  }

  /** Sets or takes away a queue's rate limit, BullMQ's own for the whole queue (rule Q8). */
  async setRateLimit(channelKey: string, limit: { max: number; durationMs: number } | undefined): Promise<void> {
    const meta = `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}:meta`;
    if (limit) await this.redis.hset(meta, "max", String(limit.max), "duration", String(Math.max(1, Math.round(limit.durationMs))));
    else await this.redis.hdel(meta, "max", "duration");
  }

  /** Removes every key of the run and no other. */
  async clean(): Promise<number> {
    return removeKeys(this.redis, `${runPrefix(this.runId)}*`);
  }
}

/** Removes the keys that match a pattern, without blocking a server; of a cluster on every master. */
export async function removeKeys(client: RedisClient, pattern: string): Promise<number> {
  const removed = await Promise.all(mastersOf(client).map((master) => removeKeysOn(master, pattern)));
  return removed.reduce((sum, count) => sum + count, 0);
}

async function removeKeysOn(master: Redis, pattern: string): Promise<number> {
  let removed = 0;
  let cursor = "0";
  do {
    const [next, keys] = await master.scan(cursor, "MATCH", pattern, "COUNT", 1000);
    cursor = next;
    // One by one: the keys of a Redis Cluster lie in several slots.
    const pipeline = master.pipeline();
    for (const key of keys) pipeline.unlink(key);
    for (const [error, count] of (await pipeline.exec()) ?? []) {
      if (error) throw error;
      removed += Number(count);
    }
  } while (cursor !== "0");
  return removed;
}
