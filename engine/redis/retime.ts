import type { RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/**
 * Moves the due times of a queue's delayed jobs that lie after `ARGV[4]`: `t' = to + (t − from) · factor`. BullMQ's score is the
 * time in ms times 4096 plus a counter that keeps the order; that is kept. Then wakes a worker, which looks up the next due time
 * itself.
 */
const MOVE_DUE_TIMES = `
local from, to, factor = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local entries = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[4], ARGV[5], 'WITHSCORES')
for i = 1, #entries, 2 do
  local score = tonumber(entries[i + 1])
  local time, order = math.floor(score / 4096), score % 4096
  local moved = math.floor(to + (time - from) * factor + 0.5)
  redis.call('ZADD', KEYS[1], string.format('%.0f', moved * 4096 + order), entries[i])
end
if #entries > 0 then redis.call('ZADD', KEYS[2], 0, '0') end
return #entries / 2
`;

/** Far enough that nothing falls due while paused: twelve years. */
const PARK_MS = 4e11;

/** What must be put back after a pause. Steps move both times on. */
export interface Parked {
  readonly channelKey: string;
  pausedAtMs: number;
  /** What was left of the rate limit's window, ms; −1 for no window. */
  windowLeftMs: number;
}

/** Shifts a run's due times and rate windows, so that nothing fires in a burst after a pause (rules V1, V2). */
export class DueTimes {
  constructor(
    private readonly redis: RedisClient,
    private readonly runId: string,
  ) {}

  /** Keeps delayed events and the rate window of a channel from falling due. */
  async park(channelKey: string, nowMs: number): Promise<Parked> {
    const base = this.base(channelKey);
    const windowLeftMs = await this.redis.pttl(`${base}:limiter`);
    if (windowLeftMs > 0) await this.redis.persist(`${base}:limiter`);
    await this.move(channelKey, nowMs, nowMs + PARK_MS, 1);
    return { channelKey, pausedAtMs: nowMs, windowLeftMs };
  }

  /** Puts back what was parked. `factor` is old speed divided by new speed. */
  async unpark(parked: Parked, nowMs: number, factor: number): Promise<void> {
    if (parked.windowLeftMs > 0) await this.redis.pexpire(`${this.base(parked.channelKey)}:limiter`, Math.ceil(parked.windowLeftMs * factor));
    await this.move(parked.channelKey, parked.pausedAtMs + PARK_MS, nowMs, factor, lowestParked(parked));
  }

  /** A step let so much time (ms on the wall clock) go by, and parks what has begun to wait in it. */
  async advance(parked: Parked, byMs: number, nowMs: number): Promise<void> {
    parked.pausedAtMs += byMs;
    if (parked.windowLeftMs > 0) {
      parked.windowLeftMs -= byMs;
      if (parked.windowLeftMs <= 0) await this.redis.del(`${this.base(parked.channelKey)}:limiter`);
    }
    await this.move(parked.channelKey, nowMs, parked.pausedAtMs + PARK_MS, 1, nowMs, lowestParked(parked));
  }

  /** Scales what is left of every wait from now on. */
  async scale(channelKey: string, nowMs: number, factor: number): Promise<void> {
    await this.move(channelKey, nowMs, nowMs, factor);
  }

  /** Wait in wall ms until the next parked event of a channel; Infinity for none. What a step has let go is not parked any more. */
  async nextDue(parked: Parked): Promise<number> {
    const [, score] = await this.firstParked(parked);
    if (score === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(0, Math.floor(Number(score) / 4096) - PARK_MS - parked.pausedAtMs);
  }

  /** Makes the next parked event of a channel due at once; it is taken as soon as a slot is free. */
  async releaseNext(parked: Parked, nowMs: number): Promise<void> {
    const base = this.base(parked.channelKey);
    const [member] = await this.firstParked(parked);
    if (member !== undefined) await this.redis.multi().zadd(`${base}:delayed`, String(nowMs * 4096), member).zadd(`${base}:marker`, "0", "0").exec();
  }

  private firstParked(parked: Parked): Promise<string[]> {
    return this.redis.zrangebyscore(`${this.base(parked.channelKey)}:delayed`, `(${lowestParked(parked) * 4096}`, "+inf", "WITHSCORES", "LIMIT", 0, 1);
  }

  private async move(channelKey: string, fromMs: number, toMs: number, factor: number, aboveMs = 0, upToMs = Number.POSITIVE_INFINITY): Promise<void> {
    const base = this.base(channelKey);
    const highest = upToMs === Number.POSITIVE_INFINITY ? "+inf" : String(upToMs * 4096);
    const times = [String(Math.round(fromMs)), String(Math.round(toMs)), String(factor), String(aboveMs * 4096), highest];
    await this.redis.eval(MOVE_DUE_TIMES, 2, `${base}:delayed`, `${base}:marker`, ...times);
  }

  private base(channelKey: string): string {
    return `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}`;
  }
}

/** Whatever is due later than this is parked; what is due earlier has been let go. */
function lowestParked(parked: Parked): number {
  return Math.round(parked.pausedAtMs + PARK_MS / 2);
}
