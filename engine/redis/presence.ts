import type { RedisClient } from "./connection.ts";
import { controlKey } from "./keys.ts";

/** How long a run that says nothing more counts as going on, s. */
const PRESENCE_S = 10;

/** Says that a run is going on, for workers that want to join it; to be repeated every few seconds. */
export async function announce(redis: RedisClient, runId: string): Promise<void> {
  await redis.set(controlKey(runId), "live", "EX", PRESENCE_S);
}

/** Whether a run is going on. */
export async function isGoingOn(redis: RedisClient, runId: string): Promise<boolean> {
  return (await redis.exists(controlKey(runId))) === 1;
}
