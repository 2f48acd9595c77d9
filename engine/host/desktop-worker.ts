import { kill } from "node:process";
import type { PortLike, SpawnWorker as AskForWorker } from "../contract/desktop-process.ts";
import type { SpawnWorker, WorkerProcess } from "../core/environment.ts";
import { formatWorkerArguments } from "./worker-arguments.ts";

/** Worker processes that the desktop app starts for us: only the app itself can. They are killed by their pid. */
export function spawnThroughDesktop(ask: AskForWorker): SpawnWorker {
  return (entry, args) => {
    const asked = ask(entry, formatWorkerArguments(args));
    const pid = asked.then((worker) => worker.pid);
    pid.catch(() => {});
    return { pid, ...messagesOf(asked.then((worker) => worker.port)), ...lifeOf(asked) };
  };
}

function messagesOf(opened: Promise<PortLike>): Pick<WorkerProcess, "send" | "onMessage"> {
  const outgoing: unknown[] = [];
  let port: PortLike | null = null;
  opened.then(
    (given) => {
      port = given;
      for (const message of outgoing.splice(0)) given.postMessage(message);
    },
    () => {},
  );
  return {
    send: (message) => (port === null ? void outgoing.push(message) : port.postMessage(message)),
    onMessage(listener) {
      opened.then(
        (given) => {
          given.on("message", ({ data }) => listener(data));
          given.start();
        },
        () => {},
      );
    },
  };
}

function lifeOf(asked: ReturnType<AskForWorker>): Pick<WorkerProcess, "onExit" | "kill"> {
  let hasExited = false;
  asked.then(
    (worker) => worker.onExit(() => (hasExited = true)),
    () => (hasExited = true),
  );
  return {
    onExit(listener) {
      asked.then(
        (worker) => worker.onExit((code) => listener(code, null)),
        () => listener(null, null),
      );
    },
    kill(signal) {
      asked.then(
        (worker) => (hasExited ? undefined : killQuietly(worker.pid, signal)),
        () => {},
      );
    },
  };
}

/** It may have ended a moment ago. */
function killQuietly(pid: number, signal: "SIGKILL" | "SIGTERM"): void {
  try {
    kill(pid, signal);
  } catch {
    // Gone already, which is what was wanted.
  }
}
