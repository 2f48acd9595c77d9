import type { Executor, RunListener, RunOptions } from "../../core/executor.ts";
import { createForecastExecutor } from "../forecast-executor.ts";
import { chooseCoarseness } from "./choose-coarseness.ts";

/** A forecast as coarse as it is asked to be; where that is to be found out (rule F6), it tells what it found before it begins. */
export async function createForecast(options: RunOptions, listener: RunListener): Promise<Executor> {
  if (options.eachStandsFor !== "auto") return createForecastExecutor(options, listener);
  const { design, seed, forMs, drainMs } = options;
  const { eachStandsFor, why } = await chooseCoarseness(design, { seed, forMs, drainMs }, new AbortController().signal);
  return createForecastExecutor({ ...options, eachStandsFor }, listener, [{ level: "info", code: "coarseness", message: why }]);
}
