import { z } from "zod";
import type { WorkerEntry } from "../engine/contract/desktop-process.ts";
import type { ChildProcess, CreateChannel } from "./child-process.ts";

/** What the engine process posts when it wants a worker process: only the app itself can make one. */
export const spawnRequestSchema = z.object({
  type: z.literal("spawn-worker"),
  id: z.string().min(1),
  entry: z.enum(["worker", "load", "chaos"]),
  args: z.array(z.string()),
});

/** What the engine process is told. `spawned` carries the port that leads straight to the worker. */
export type SpawnReport =
  | { type: "spawned"; id: string; pid: number }
  | { type: "exited"; id: string; code: number };

/** What a worker process is told first, with the port to its host. */
export type WorkerGreeting = { type: "host-port" };

export interface WorkerSpawnerOptions<Port> {
  fork(entry: WorkerEntry, args: string[]): ChildProcess<Port>;
  createChannel: CreateChannel<Port>;
}

export interface WorkerSpawner<Port> {
  /** Carries out a spawn request of `engine` and reports to it; anything else is ignored. */
  handle(engine: ChildProcess<Port>, message: unknown): void;
  /** Ends every worker: their host is gone. */
  killAll(): void;
}

/**
 * Starts worker processes on the engine's behalf, so that the packaged binary need not be able to run
 * as plain Node (the RunAsNode fuse stays off). The host and its worker talk directly from then on.
 */
export function createWorkerSpawner<Port>(options: WorkerSpawnerOptions<Port>): WorkerSpawner<Port> {
  const workers = new Set<ChildProcess<Port>>();
  return {
    handle(engine, message) {
      const request = spawnRequestSchema.safeParse(message);
      if (!request.success) return;
      const { id, entry, args } = request.data;
      const worker = options.fork(entry, args);
      workers.add(worker);
      worker.on("spawn", () => {
        if (!workers.has(worker)) return;
        const { port1, port2 } = options.createChannel();
        worker.postMessage({ type: "host-port" } satisfies WorkerGreeting, [port2]);
        engine.postMessage({ type: "spawned", id, pid: worker.pid ?? 0 } satisfies SpawnReport, [port1]);
      });
      worker.on("exit", (code) => {
        if (workers.delete(worker)) engine.postMessage({ type: "exited", id, code } satisfies SpawnReport);
      });
    },
    killAll() {
      const orphans = [...workers];
      workers.clear();
      for (const worker of orphans) worker.kill();
    },
  };
}
