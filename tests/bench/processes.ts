import type { WorkerProcess } from "../../engine/core/environment.ts";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import type { FromProcess, RunInit, ToProcess } from "../../engine/live/messages.ts";

/** Starts a process of a run. */
export async function begin(entry: "load" | "worker", init: RunInit): Promise<WorkerProcess> {
  const started = createSpawnWorker()(entry, { runId: init.runId, zone: "local" });
  started.send(init);
  return started;
}

/** Resolves when the process says something that passes the test. */
export function heard(worker: WorkerProcess, test: (message: FromProcess) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onMessage((message) => test(message as FromProcess) && resolve());
    worker.onExit((code) => reject(new Error(`The process ended with ${code}.`)));
  });
}

/** Ends a process. */
export function end(worker: WorkerProcess): Promise<void> {
  return new Promise((resolve) => {
    worker.onExit(() => resolve());
    worker.send({ type: "end" } satisfies ToProcess);
  });
}
