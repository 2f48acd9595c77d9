import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { createForecaster, type ToForecaster } from "./forecaster.ts";

// A thread of the engine host that forecasts, so that nothing waits for it. It says that it is up before anything else.
// A live run goes first. Only Linux knows a priority for a thread; elsewhere it would be the whole host's.
if (process.platform === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
const forecaster = createForecaster((message) => parentPort?.postMessage(message));
parentPort?.on("message", (message: ToForecaster) => forecaster.ask(message));
parentPort?.postMessage({ type: "up" });
