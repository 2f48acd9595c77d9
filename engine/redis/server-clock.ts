import { machineNow } from "../core/run-clock.ts";
import type { RedisClient } from "./connection.ts";
import { controlKey } from "./keys.ts";

/** Probes of one estimate: the one that came back soonest is the one believed. */
const PROBES = 5;

/** Asks the server that has the key for its time, in s and µs, and for its name. */
const TIME = `
local time = redis.call('TIME')
return {time[1], time[2], string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''}
`;

/** How far a server's clock is ahead of this machine's. */
export interface ClockEstimate {
  readonly offsetMs: number;
  /** The estimate is wrong by no more than this, ms: half the time that the answer took. */
  readonly errorMs: number;
  /** Which server that is: another one has another clock. */
  readonly server: string;
}

/** Compares this machine's clock with that of the Redis server over which a run's processes talk. */
export async function estimateClock(redis: RedisClient, runId: string): Promise<ClockEstimate> {
  let best: ClockEstimate | undefined;
  for (let probe = 0; probe < PROBES; probe++) {
    const sentMs = machineNow();
    const [seconds, microseconds, server] = (await redis.eval(TIME, 1, controlKey(runId))) as [string, string, string];
    const tookMs = machineNow() - sentMs;
    const offsetMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - (sentMs + tookMs / 2);
    if (!best || tookMs / 2 < best.errorMs || server !== best.server) best = { offsetMs, errorMs: tookMs / 2, server };
  }
  return best as ClockEstimate;
}

/**
 * By how much a process is to correct its clock so that it says what the host's says, both having looked at the same server. `before` stays
 * while the estimates allow for it, so that time does not jump about; also when they looked at different servers.
 */
export function correctionFrom(own: ClockEstimate, host: ClockEstimate, before: number): number {
  if (own.server !== host.server) return before;
  const now = own.offsetMs - host.offsetMs;
  return Math.abs(now - before) <= own.errorMs + host.errorMs ? before : now;
}
