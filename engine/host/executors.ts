import type { SpawnWorker } from "../core/environment.ts";
import { createForecast } from "../forecast/coarse/create-forecast.ts";
import { createLiveExecutor } from "../live/live-executor.ts";
import type { RedisService } from "./redis-service.ts";
import type { CreateExecutor } from "./runs.ts";

/** What the executors need of this machine. */
export interface ExecutorNeeds {
  readonly redis: RedisService;
  readonly spawnWorker: SpawnWorker;
  /** Addresses that webhooks may post to. */
  readonly approvedWebhooks?: () => Promise<readonly string[]>;
  /** What workers from other machines prove to know; without it none can join. */
  readonly joinToken?: string | undefined;
}

/** Makes the executor of a run: a forecast needs nothing, a live one waits for Redis. */
export function createExecutors({ redis, spawnWorker, approvedWebhooks, joinToken }: ExecutorNeeds): CreateExecutor {
  return async (mode, options, listener) => {
    if (mode === "forecast") return createForecast(options, listener);
    return createLiveExecutor(options, listener, { redisUrl: await redis.url(), redis: redis.control?.(), spawnWorker, approvedWebhooks: (await approvedWebhooks?.()) ?? [], joinToken });
  };
}
