import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createForecaster, type Forecaster, type FromForecaster, type ToForecaster } from "../forecast/forecaster.ts";
import { packageRoot, unpacked } from "./package-root.ts";

/** Starts a forecaster, which tells its answers to `tell`. */
export type StartForecaster = (tell: (message: FromForecaster) => void) => Forecaster;

/**
 * Starts forecasters as threads from the build in `folder` (dist/node of the package), so that the host's own loop, with a
 * live run's frames, goes on undisturbed. Where a thread cannot be started they compute in this one, in short turns.
 */
export function createForecastThreads(folder = join(packageRoot(), "dist", "node")): StartForecaster {
  return (tell) => {
    const file = unpacked(join(folder, "forecast.js"));
    return existsSync(file) ? startThread(file, tell) : createForecaster(tell);
  };
}

function startThread(file: string, tell: (message: FromForecaster) => void): Forecaster {
  const asked: ToForecaster[] = [];
  let isUp = false;
  let isClosed = false;
  let spare: Forecaster | undefined;
  const thread = new Worker(file);
  thread.unref();
  thread.on("message", (message: FromForecaster | { readonly type: "up" }) => {
    if (message.type === "up") {
      isUp = true;
      asked.length = 0;
    } else if (!isClosed) tell(message);
  });
  thread.on("error", (error) => {
    if (isClosed) return;
    if (isUp) return tell({ type: "failed", code: "internal", message: error.message });
    // It never came up: this thread has to do.
    spare = createForecaster(tell);
    for (const message of asked.splice(0)) spare.ask(message);
  });
  return {
    ask(message) {
      if (spare) return spare.ask(message);
      if (!isUp) asked.push(message);
      thread.postMessage(message);
    },
    close() {
      isClosed = true;
      spare?.close();
      void thread.terminate();
    },
  };
}
