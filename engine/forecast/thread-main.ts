import { parentPort } from "node:worker_threads";
import { createForecaster, type ToForecaster } from "./forecaster.ts";

// A thread of the engine host that forecasts, so that nothing waits for it. It says that it is up before anything else.
const forecaster = createForecaster((message) => parentPort?.postMessage(message));
parentPort?.on("message", (message: ToForecaster) => forecaster.ask(message));
parentPort?.postMessage({ type: "up" });
