import { homedir } from "node:os";
import { join } from "node:path";
import type { DesktopHostMessage, DesktopHostOptions } from "../contract/desktop-process.ts";
import { desktopPort } from "./desktop-port.ts";
import { spawnThroughDesktop } from "./desktop-worker.ts";
import { chooseRedis, createStandardHost } from "./standard-host.ts";

/**
 * Runs the engine host in the desktop app's utility process: each window's port is served until it closes; on `shutdown`
 * the run and Redis are ended, then `{ type: "stopped" }` is posted.
 */
export async function startDesktopHost(options: DesktopHostOptions): Promise<void> {
  const { parentPort, userDataPath } = options;
  const host = createStandardHost({
    redis: chooseRedis({ url: options.redisUrl, folder: join(userDataPath, "redis"), resourcesPath: options.resourcesPath }),
    spawnWorker: spawnThroughDesktop(options.spawnWorker),
    dataFolder: userDataPath,
    startFolder: homedir(),
  });
  parentPort.on("message", ({ data, ports }) => {
    const { type } = data as DesktopHostMessage;
    const [port] = ports;
    if (type === "window-port" && port) host.connect(desktopPort(port));
    if (type === "shutdown") void host.close().finally(() => parentPort.postMessage({ type: "stopped" }));
  });
  parentPort.start();
}
