import { AppError } from "../../design/errors.ts";
import type { SpawnWorker } from "../core/environment.ts";
import { createForecastExecutor } from "../forecast/forecast-executor.ts";
import type { RedisService } from "./redis-service.ts";
import type { CreateExecutor } from "./runs.ts";

/** What the executors need of this machine. */
export interface ExecutorNeeds {
  readonly redis: RedisService;
  readonly spawnWorker: SpawnWorker;
}

/** Makes the executor of a run: a forecast needs nothing, a live one waits for Redis. */
export function createExecutors({ redis }: ExecutorNeeds): CreateExecutor {
  return async (mode, options, listener) => {
    if (mode === "forecast") return createForecastExecutor(options, listener);
    await redis.url();
    throw new AppError("wrong-use", "Live runs are not part of this build yet. Forecast the design instead.");
  };
}
