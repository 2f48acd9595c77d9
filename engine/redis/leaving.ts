import type { RedisClient } from "./connection.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import type { Envelope } from "../core/event.ts";
import { partsOfOutcome } from "../core/outcome.ts";
import { OUTCOMES, outcomeSuffix } from "./outcome-backend.ts";

/** Suffix of the set of events that are on their way out of a queue without a worker; scored by when somebody else may take them over. */
export const LEAVING = "leaving";

/** How long an event that leaves belongs to who took it out, ms on the wall clock. */
const LEASE_MS = 10_000;
/** Most events taken out in one step. */
const MOST_AT_ONCE = 200;

/** An event that leaves a queue without a worker, and why. */
export interface Claim {
  /** Its name among those that leave. */
  readonly member: string;
  readonly envelope: Envelope;
  readonly reason: "maxlen" | "expired";
}

/** Takes the oldest ready job out when there are more than ARGV[2]: with priorities the next in line. */
const CLAIM_OLDEST = `
if redis.call('LLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2]) <= tonumber(ARGV[2]) then return nil end
local id = redis.call(ARGV[3] == 'lifo' and 'LPOP' or 'RPOP', KEYS[1])
if not id then id = redis.call('ZPOPMIN', KEYS[2])[1] end
if not id then return nil end
redis.call('ZADD', KEYS[3], ARGV[4], 'maxlen:' .. id)
return {'maxlen:' .. id, redis.call('HGET', ARGV[1] .. id, 'data')}
`;

/**
 * Takes out what has expired: from the end of the oldest until one has not, and whatever has a priority; before that, what
 * somebody took out who did not finish. Returns when the next one expires, then names and data.
 */
const CLAIM_EXPIRED = `
local base, order, lease, wall, now, most = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local claims, next = {''}, nil
local function claim(member, data)
  redis.call('ZADD', KEYS[3], lease, member)
  claims[#claims + 1], claims[#claims + 2] = member, data
end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', wall, 'LIMIT', 0, most)) do
  claim(member, redis.call('HGET', base .. string.match(member, ':(.*)'), 'data'))
end
local function expiry(data)
  return data and tonumber(cjson.decode(data).expiresms)
end
while #claims < 2 * most do
  local id = redis.call('LINDEX', KEYS[1], order == 'lifo' and 0 or -1)
  if not id then break end
  local data = redis.call('HGET', base .. id, 'data')
  local at = expiry(data)
  if not at or at > now then
    next = at
    break
  end
  redis.call(order == 'lifo' and 'LPOP' or 'RPOP', KEYS[1])
  claim('expired:' .. id, data)
end
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, most - 1)) do
  local data = redis.call('HGET', base .. id, 'data')
  local at = expiry(data)
  if at and at <= now and #claims < 2 * most then
    redis.call('ZREM', KEYS[2], id)
    claim('expired:' .. id, data)
  elseif at and (not next or at < next) then
    next = at
  end
end
if next then claims[1] = tostring(next) end
return claims
`;

/** Ends what was taken out: counts what became of it and remembers it as BullMQ remembers finished jobs. Whoever comes second changes nothing. */
const FINISH = `
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('HINCRBY', KEYS[3], 'count', 1)
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[2])
redis.call('HSET', KEYS[5], 'finishedOn', ARGV[4])
if KEYS[6] then redis.call('XADD', KEYS[6], '*', 'event', 'completed', 'jobId', ARGV[2], 'returnvalue', ARGV[5]) end
return 1
`;

/**
 * Takes events out of one queue without a worker: the oldest of a full one, and expired ones (rules Q6, Q7). Until it is finished such an
 * event is still counted as in the queue, and another process takes it over when the first one died: nothing is lost, nothing counted twice.
 */
export class Leaving {
  /** `base` is what the queue's keys begin with. */
  constructor(
    private readonly redis: RedisClient,
    private readonly base: string,
    private readonly isAudited: boolean,
  ) {}

  /** The oldest ready event of a queue that holds more than `most`; undefined when it does not. */
  async claimOldest(order: QueueSettings["order"], most: number): Promise<Claim | undefined> {
    const { base } = this;
    const claimed = await this.redis.eval(CLAIM_OLDEST, 3, `${base}wait`, `${base}prioritized`, base + LEAVING, base, String(most), order, String(Date.now() + LEASE_MS));
    return Array.isArray(claimed) ? claimOf(String(claimed[0]), String(claimed[1])) : undefined;
  }

  /** What has expired by `nowMs` of design time, and when the next one will: Infinity for none. */
  async claimExpired(order: QueueSettings["order"], nowMs: number): Promise<{ claims: Claim[]; nextMs: number }> {
    const { base } = this;
    const wall = Date.now();
    const parameters = [base, order, String(wall + LEASE_MS), String(wall), String(nowMs), String(MOST_AT_ONCE)];
    const [next = "", ...pairs] = (await this.redis.eval(CLAIM_EXPIRED, 3, `${base}wait`, `${base}prioritized`, base + LEAVING, ...parameters)) as string[];
    const claims: Claim[] = [];
    for (let i = 0; i + 1 < pairs.length; i += 2) claims.push(claimOf(pairs[i] as string, pairs[i + 1] as string));
    return { claims, nextMs: next === "" ? Number.POSITIVE_INFINITY : Number(next) };
  }

  /** What became of a claimed event is where it belongs: it is not in the queue any more. */
  async finish({ member, envelope }: Claim, told: string): Promise<void> {
    const { base } = this;
    const { outcome, children = "" } = partsOfOutcome(told);
    const keys = [base + LEAVING, base + OUTCOMES, base + outcomeSuffix(outcome), `${base}completed`, base + envelope.id, ...(this.isAudited ? [`${base}events`] : [])];
    await this.redis.eval(FINISH, keys.length, ...keys, member, envelope.id, outcome, String(Date.now()), children);
  }
}

function claimOf(member: string, data: string): Claim {
  return { member, envelope: JSON.parse(data) as Envelope, reason: member.startsWith("maxlen:") ? "maxlen" : "expired" };
}
