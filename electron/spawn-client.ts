import type { PortLike, PortMessage, SpawnWorker } from "../engine/contract/desktop-process.ts";
import { AppError } from "../design/errors.ts";

interface PendingWorker {
  resolve(worker: Awaited<ReturnType<SpawnWorker>>): void;
  reject(error: Error): void;
  exitHandlers: ((code: number) => void)[];
  exitCode: number | undefined;
}

export interface SpawnClient {
  spawnWorker: SpawnWorker;
  /** Takes a report of the app; false if the message is none. */
  receive(message: PortMessage): boolean;
}

/** Asks the app for worker processes by posting to it, and matches its reports to the askers. */
export function createSpawnClient(post: (message: unknown) => void): SpawnClient {
  const pending = new Map<string, PendingWorker>();
  let count = 0;

  function spawned(worker: PendingWorker, pid: number, port: PortLike): void {
    worker.resolve({
      pid,
      port,
      onExit(handler) {
        if (worker.exitCode === undefined) worker.exitHandlers.push(handler);
        else handler(worker.exitCode);
      },
    });
  }

  function exited(id: string, worker: PendingWorker, code: number): void {
    pending.delete(id);
    worker.exitCode = code;
    worker.reject(new AppError("engine-lost", `A worker process ended before it was up (exit code ${code}).`));
    for (const handler of worker.exitHandlers) handler(code);
  }

  return {
    spawnWorker(entry, args) {
      const id = `worker-${++count}`;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject, exitHandlers: [], exitCode: undefined });
        post({ type: "spawn-worker", id, entry, args: [...args] });
      });
    },
    receive({ data, ports }) {
      const report = data as { type?: unknown; id?: unknown; pid?: unknown; code?: unknown } | null;
      if (report?.type !== "spawned" && report?.type !== "exited") return false;
      const id = String(report.id);
      const worker = pending.get(id);
      const port = ports[0];
      if (worker === undefined) return true;
      if (report.type === "exited") exited(id, worker, Number(report.code));
      else if (port !== undefined) spawned(worker, Number(report.pid), port);
      return true;
    },
  };
}
