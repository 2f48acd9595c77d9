import type { RedisClient } from "./connection.ts";
import { channelPrefix } from "./keys.ts";
import { inPipelines, type Command } from "./pipelines.ts";

/** Keys that lie in one slot: of a partition and, where its topic is not spread, of all of them. */
export interface PartitionKeys {
  /** Ends of partitions and positions of groups (see {@link groupField}). */
  readonly state: string;
  /** How often each outcome happened to an event that a group read. */
  readonly outcomes: string;
  /** Ids that were appended lately, and those before them (rule E2). */
  readonly seen: string;
  readonly seenBefore: string;
  /** What an audited run records of it. */
  readonly audit: string;
  /** The stream of the partition. */
  readonly stream: string;
}

/** Keys of one topic. On a Redis Cluster each partition has a slot of its own; elsewhere all lie together, so that one script writes to several. */
export interface LogKeys {
  readonly isSpread: boolean;
  of(partition: number): PartitionKeys;
  /** One for each slot, of a topic with so many partitions. */
  slots(partitions: number): PartitionKeys[];
  /** Where a spread topic remembers which partition an event without a key went to, lately and before. */
  readonly placed: string;
  readonly placedBefore: string;
}

export function logKeys(runId: string, channelKey: string, isSpread: boolean): LogKeys {
  const prefix = channelPrefix(runId, channelKey);
  const of = (partition: number): PartitionKeys => {
    const own = isSpread ? channelPrefix(runId, `p${partition}.${channelKey}`) : prefix;
    return { state: `${own}:log`, outcomes: `${own}:log-outcomes`, seen: `${own}:seen`, seenBefore: `${own}:seen-before`, audit: `${own}:audit`, stream: `${own}:p${partition}` };
  };
  return {
    isSpread,
    of,
    slots: (partitions) => Array.from({ length: isSpread ? partitions : 1 }, (_, partition) => of(partition)),
    placed: `${prefix}:placed`,
    placedBefore: `${prefix}:placed-before`,
  };
}

/** A group's place in a partition, as a part of field names. */
export function groupField(group: string, partition: number): string {
  return `${group}:${partition}`;
}

/** A topic as it stands in Redis. */
export interface LogState {
  /** Events that each partition has taken. */
  readonly ends: readonly number[];
  /** For each group and partition: the offset from which it would go on, and that up to which every outcome is counted. */
  readonly groups: ReadonlyMap<string, { readonly committed: readonly number[]; readonly settled: readonly number[] }>;
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Reads a topic's positions and outcomes; in one transaction where they lie together, so that they belong together. */
export async function readLog(redis: RedisClient, keys: LogKeys, partitions: number, groups: readonly string[]): Promise<LogState> {
  const fields: Record<string, string> = {};
  const outcomes = new Map<string, number>();
  await Promise.all(
    keys.slots(partitions).map(async (slot) => {
      const rows = (await redis.multi().hgetall(slot.state).hgetall(slot.outcomes).exec()) ?? [];
      const [state, counts] = rows.map(([error, value]) => {
        if (error) throw error;
        return value as Record<string, string>;
      });
      Object.assign(fields, state);
      for (const [outcome, count] of Object.entries(counts ?? {})) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + Number(count));
    }),
  );
  const read = (name: string): number[] => Array.from({ length: partitions }, (_, partition) => Number(fields[`${name}:${partition}`] ?? 0));
  return { ends: read("end"), groups: new Map(groups.map((group) => [group, { committed: read(`c:${group}`), settled: read(`s:${group}`) }])), outcomes };
}

/** Events that each of these partitions has taken. */
export async function partitionEnds(redis: RedisClient, keys: LogKeys, partitions: readonly number[]): Promise<number[]> {
  return (await inPipelines(redis, partitions.map((partition): Command => ["hget", keys.of(partition).state, `end:${partition}`]))).map(Number);
}

/** Indices of the sources of the events of a partition from an offset on, at most `most` entries of the stream. */
export async function sourcesFrom(redis: RedisClient, keys: LogKeys, partition: number, offset: number, most: number): Promise<number[]> {
  return entriesFrom(redis, keys, partition, offset, most, (fields) => (fieldOf(fields, "s") ?? "").split(",").map(Number));
}

/** Ids of the events of a partition from an offset on. */
export async function idsFrom(redis: RedisClient, keys: LogKeys, partition: number, offset: number): Promise<string[]> {
  return entriesFrom(redis, keys, partition, offset, Number.MAX_SAFE_INTEGER, (fields) => (JSON.parse(fieldOf(fields, "e") ?? "[]") as { id: string }[]).map(({ id }) => id));
}

/** What is read of each event of a partition from an offset on, at most `most` entries of the stream; `read` gives those of one entry. */
async function entriesFrom<Value>(redis: RedisClient, keys: LogKeys, partition: number, offset: number, most: number, read: (fields: readonly string[]) => Value[]): Promise<Value[]> {
  const { stream } = keys.of(partition);
  const [first] = await redis.xrevrange(stream, entryId(offset), "-", "COUNT", 1);
  if (!first) return [];
  const entries = await redis.xrange(stream, first[0], "+", "COUNT", most);
  return entries.flatMap(([id, fields]) => read(fields).slice(Math.max(0, offset - offsetOf(id))));
}

/** Takes away what every group has read. */
export async function trimLog(redis: RedisClient, keys: LogKeys, state: LogState): Promise<void> {
  const reads = [...state.ends].map((end, partition) => Math.min(...[...state.groups.values()].map(({ settled }) => settled[partition] ?? 0), end));
  await Promise.all(reads.map((read, partition) => (read > 0 ? redis.eval(TRIM, 1, keys.of(partition).stream, entryId(read)) : Promise.resolve())));
}

/** Keeps the entry that an offset lies in, and what is behind it. */
const TRIM = `
local entry = redis.call('XREVRANGE', KEYS[1], ARGV[1], '-', 'COUNT', 1)[1]
if entry then redis.call('XTRIM', KEYS[1], 'MINID', entry[1]) end
`;

/** Id of the entry that begins with an offset: the offset plus one, because a stream has no entry 0-0. */
export function entryId(offset: number): string {
  return `${offset + 1}-0`;
}

/** The offset of an entry's first event. */
export function offsetOf(id: string): number {
  return Number(id.slice(0, id.indexOf("-"))) - 1;
}

/** One of an entry's fields. */
export function fieldOf(fields: readonly string[], name: string): string | undefined {
  const index = fields.indexOf(name);
  return index < 0 ? undefined : fields[index + 1];
}
