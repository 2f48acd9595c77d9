import type { RedisClient } from "./connection.ts";
import { untilDone } from "./until-done.ts";
import { groupField, type LogKeys } from "./log-keys.ts";

/**
 * A reader takes a partition over: it alone may commit from now on (the epoch fences whoever had it before). What was taken
 * before the work and not finished is skipped (at most once); a group that has read nothing yet begins at the start or, having
 * counted what it skips, at the end. An audited run records which events were skipped. Returns offset, epoch, the id of the entry to read from, and the partition's bytes.
 */
const OPEN = `
local state, outcomes, stream = KEYS[1], KEYS[2], KEYS[3]
local field, partition, reset = ARGV[1], ARGV[2], ARGV[3]
local function skipped(from, to)
  if not KEYS[4] then return end
  local first = redis.call('XREVRANGE', stream, string.format('%.0f-0', from + 1), '-', 'COUNT', 1)[1]
  for _, entry in ipairs(first and redis.call('XRANGE', stream, first[1], string.format('%.0f-0', to)) or {}) do
    local offset = tonumber(string.match(entry[1], '^%d+')) - 1
    for i = 1, #entry[2], 2 do
      if entry[2][i] == 'e' then
        for at, event in ipairs(cjson.decode(entry[2][i + 1])) do
          if offset + at - 1 >= from and offset + at - 1 < to then redis.call('XADD', KEYS[4], '*', 'done', event.id .. '>') end
        end
      end
    end
  end
end
local last = tonumber(redis.call('HGET', state, 'end:' .. partition) or '0')
local committed = tonumber(redis.call('HGET', state, 'c:' .. field) or '-1')
local settled = tonumber(redis.call('HGET', state, 's:' .. field) or '0')
if committed < 0 then
  committed = 0
  if reset == 'latest' and last > 0 then
    for _, entry in ipairs(redis.call('XRANGE', stream, '-', '+')) do
      for i = 1, #entry[2], 2 do
        if entry[2][i] == 's' then
          for source in string.gmatch(entry[2][i + 1], '%d+') do redis.call('HINCRBY', outcomes, source .. ' x:offset-reset', 1) end
        end
      end
    end
    skipped(0, last)
    committed = last
  end
elseif committed > settled then
  skipped(settled, committed)
  redis.call('HINCRBY', outcomes, redis.call('HGET', state, 't:' .. field), committed - settled)
end
redis.call('HSET', state, 'c:' .. field, string.format('%.0f', committed), 's:' .. field, string.format('%.0f', committed))
local epoch = redis.call('HINCRBY', state, 'e:' .. field, 1)
local entry = redis.call('XREVRANGE', stream, string.format('%.0f-0', committed + 1), '-', 'COUNT', 1)[1]
return { committed, epoch, entry and entry[1] or '0-0', tonumber(redis.call('HGET', state, 'bytes:' .. partition) or '0') }
`;

/**
 * Moves groups on, each from where it is known to be, and counts what became of the events between, in one step (rule M4). What
 * does not fit is left as it is: it was committed before, or somebody else reads the partition. Returns for each where the group is, the
 * epoch, and the partition's bytes.
 */
const COMMIT = `
local state, outcomes = KEYS[1], KEYS[2]
local result, at = {}, 1
while at <= #ARGV do
  local field, partition, epoch, from, to, count, audit = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], tonumber(ARGV[at + 5]), ARGV[at + 6]
  at = at + 7
  local now = redis.call('HMGET', state, 'e:' .. field, 's:' .. field, 'c:' .. field, 'bytes:' .. partition)
  local settled = now[2]
  if now[1] == epoch and settled == from then
    settled = to
    if tonumber(now[3]) < tonumber(to) then redis.call('HSET', state, 's:' .. field, to, 'c:' .. field, to)
    else redis.call('HSET', state, 's:' .. field, to) end
    for i = at, at + count * 2 - 1, 2 do redis.call('HINCRBY', outcomes, ARGV[i], ARGV[i + 1]) end
    if audit ~= '' then redis.call('XADD', KEYS[3], '*', 'done', audit) end
  end
  at = at + count * 2
  result[#result + 1] = settled or '-1'
  result[#result + 1] = now[1] or '0'
  result[#result + 1] = now[4] or '0'
end
return result
`;

/** Commits an event before the work on it; `t` is what it counts as when nobody finishes it. */
const TAKE = `
if redis.call('HGET', KEYS[1], 'e:' .. ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'c:' .. ARGV[1], ARGV[3], 't:' .. ARGV[1], ARGV[4])
return 1
`;

/** Where a reader begins. */
export interface Opened {
  readonly offset: number;
  readonly epoch: number;
  /** Id of the entry that the offset lies in or behind. */
  readonly entry: string;
  readonly bytes: number;
}

export async function openPartition(redis: RedisClient, keys: LogKeys, group: string, partition: number, reset: "earliest" | "latest", isAudited: boolean): Promise<Opened> {
  const { state, outcomes, stream, audit } = keys.of(partition);
  const names = [state, outcomes, stream, ...(isAudited ? [audit] : [])];
  const reply = await redis.eval(OPEN, names.length, ...names, groupField(group, partition), String(partition), reset);
  const [offset, epoch, entry, bytes] = reply as [number, number, string, number];
  return { offset, epoch, entry, bytes };
}

/** From now on whoever reads a partition for a group commits nothing more: it was expelled (rule T5). */
export async function fencePartition(redis: RedisClient, keys: LogKeys, group: string, partition: number): Promise<void> {
  await redis.hincrby(keys.of(partition).state, `e:${groupField(group, partition)}`, 1);
}

/** Takes an event before the work (at most once); false when somebody else reads the partition by now. */
export async function takeEvent(redis: RedisClient, keys: LogKeys, group: string, partition: number, epoch: number, offset: number, outcome: string): Promise<boolean> {
  return (await redis.eval(TAKE, 1, keys.of(partition).state, groupField(group, partition), String(epoch), String(offset + 1), outcome)) === 1;
}

/** What a group has done in a partition, from an offset to another. */
export interface Commit {
  readonly group: string;
  readonly partition: number;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** What these events became, by id, in a run that is audited. */
  readonly audit: string;
  /** `isMine`: nobody else has taken the partition over. */
  readonly done: (settled: number, isMine: boolean, bytes: number) => void;
}

/** Sends the commits of one topic's readers in one process, of partitions whose keys lie together, all that are due at once. */
export class Committer {
  private due: (() => Commit | undefined)[] = [];
  private isSending = false;
  private isScheduled = false;

  constructor(
    private readonly redis: RedisClient,
    private readonly keys: LogKeys,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Asks `commit` what there is when its turn comes: by then it may be more. */
  request(commit: () => Commit | undefined): void {
    this.due.push(commit);
    if (this.isSending || this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.send();
    });
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.due.length > 0) {
      const commits = this.due.splice(0).flatMap((commit) => commit() ?? []);
      const [first] = commits;
      if (!first) continue;
      const { state, outcomes, audit } = this.keys.of(first.partition);
      const values = commits.flatMap(written);
      const reply = (await untilDone(this.redis, () => this.redis.eval(COMMIT, 3, state, outcomes, audit, ...values), this.onError)) as string[];
      for (const [index, commit] of commits.entries()) {
        const [settled, epoch, bytes] = reply.slice(index * 3, index * 3 + 3);
        // An older epoch is that of a server that has lost its newest writes.
        commit.done(Number(settled), Number(epoch) <= commit.epoch, Number(bytes));
      }
    }
    this.isSending = false;
  }
}

function written({ group, partition, epoch, from, to, outcomes, audit }: Commit): string[] {
  const values = [groupField(group, partition), String(partition), String(epoch), String(from), String(to), String(outcomes.size), audit];
  for (const [outcome, count] of outcomes) values.push(outcome, String(count));
  return values;
}
