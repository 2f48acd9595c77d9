import type { PortMessage, StartDesktopHost } from "../engine/contract/desktop-process.ts";
import { AppError } from "../design/errors.ts";
import { parseEngineArguments } from "./engine-arguments.ts";
import { createFedPort } from "./fed-port.ts";
import { createSpawnClient } from "./spawn-client.ts";

/** The part of Electron's `process.parentPort` used here. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: PortMessage) => void): unknown;
}

/**
 * Runs the engine host in a utility process: sorts what the app says into answers about worker
 * processes and messages for the host, and calls `end` once the host says that it has stopped.
 */
export async function runEngineProcess(
  start: StartDesktopHost,
  parentPort: ParentPort,
  argv: readonly string[],
  end: () => void,
): Promise<void> {
  const args = parseEngineArguments(argv);
  if (args === undefined) throw new AppError("wrong-use", "The engine process is started by the app, with --user-data=FOLDER.");
  const client = createSpawnClient((message) => parentPort.postMessage(message));
  const hostPort = createFedPort((message) => {
    if (isStopped(message)) end();
    else parentPort.postMessage(message);
  });
  parentPort.on("message", (message) => {
    if (!client.receive(message)) hostPort.feed(message);
  });
  await start({ parentPort: hostPort, ...args, spawnWorker: client.spawnWorker });
}

function isStopped(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === "stopped";
}
