import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../design/errors.ts";
import type { SpawnWorker, WorkerProcess } from "../core/environment.ts";
import { packageRoot, unpacked } from "./package-root.ts";
import { formatWorkerArguments } from "./worker-arguments.ts";

/**
 * Starts worker processes as children of this one, from the build in `folder` (dist/node of the package). They write
 * to our standard error, take their messages over IPC, and end when that closes: also when this process is killed.
 * On Unix each is a process group of its own, so that Ctrl+C reaches this process alone, which then ends them in order.
 */
export function createSpawnWorker(folder = join(packageRoot(), "dist", "node")): SpawnWorker {
  return (entry, args) => {
    const file = unpacked(join(folder, `${entry}.js`));
    if (!existsSync(file)) throw new AppError("engine-lost", `${file} is missing.`, { hint: "Build it: npm run build" });
    const child = fork(file, formatWorkerArguments(args), {
      detached: process.platform !== "win32",
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: [],
    });
    return workerOf(child);
  };
}

function workerOf(child: ChildProcess): WorkerProcess {
  let failure: Error | undefined;
  // Without a listener, a message to a child that has just died would be an uncaught error.
  child.on("error", (error) => (failure = error));
  return {
    pid: child.pid ?? startFailure(child),
    send(message) {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on("message", listener),
    onExit(listener) {
      if (child.exitCode !== null || child.signalCode !== null || (failure && child.pid === undefined)) {
        setImmediate(listener, child.exitCode, child.signalCode);
      } else {
        child.once("exit", listener);
        if (child.pid === undefined) child.once("error", () => listener(null, null));
      }
    },
    kill: (signal) => void child.kill(signal),
  };
}

/** A process without an id could not be started; the reason comes as an event. */
function startFailure(child: ChildProcess): Promise<number> {
  const failed = new Promise<number>((_, reject) => {
    child.once("error", (cause) => reject(new AppError("engine-lost", "A worker process could not be started.", { cause })));
  });
  failed.catch(() => {});
  return failed;
}
