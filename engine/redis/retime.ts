import type { Redis } from "ioredis";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";

/**
 * Moves the due times of a queue's delayed jobs: `t' = to + (t − from) · factor`. BullMQ's score is the time in ms times
 * 4096 plus a counter that keeps the order; that is kept. Then wakes a worker, which looks up the next due time itself.
 */
const MOVE_DUE_TIMES = `
local from, to, factor = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local entries = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
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

/** What must be put back after a pause. */
export interface Parked {
  readonly channelKey: string;
  readonly pausedAtMs: number;
  /** What was left of the rate limit's window, ms; −1 for no window. */
  readonly windowLeftMs: number;
}

/** Shifts a run's due times and rate windows, so that nothing fires in a burst after a pause (rules V1, V2). */
export class DueTimes {
  constructor(
    private readonly redis: Redis,
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
    await this.move(parked.channelKey, parked.pausedAtMs + PARK_MS, nowMs, factor);
  }

  /** Scales what is left of every wait from now on. */
  async scale(channelKey: string, nowMs: number, factor: number): Promise<void> {
    await this.move(channelKey, nowMs, nowMs, factor);
  }

  /** Wait in wall ms, from `nowMs`, until the next delayed event of a channel; parked ones as if they were not. */
  async nextDue(parked: Parked): Promise<number> {
    const [, score] = await this.redis.zrange(`${this.base(parked.channelKey)}:delayed`, "0", "0", "WITHSCORES");
    if (score === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(0, Math.floor(Number(score) / 4096) - PARK_MS - parked.pausedAtMs);
  }

  /** Makes the next delayed event of a channel due at once. */
  async releaseNext(channelKey: string, nowMs: number): Promise<void> {
    const base = this.base(channelKey);
    const [member] = await this.redis.zrange(`${base}:delayed`, "0", "0");
    if (member !== undefined) await this.redis.multi().zadd(`${base}:delayed`, String(nowMs * 4096), member).zadd(`${base}:marker`, "0", "0").exec();
  }

  private async move(channelKey: string, fromMs: number, toMs: number, factor: number): Promise<void> {
    const base = this.base(channelKey);
    await this.redis.eval(MOVE_DUE_TIMES, 2, `${base}:delayed`, `${base}:marker`, String(Math.round(fromMs)), String(Math.round(toMs)), String(factor));
  }

  private base(channelKey: string): string {
    return `${channelPrefix(this.runId, channelKey)}:${QUEUE_NAME}`;
  }
}
