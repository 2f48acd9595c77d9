/**
 * How the engine host is wired into a desktop app: the ports it is given and the processes it may ask for.
 * Electron's `MessagePortMain` and utility processes fit these shapes; nothing here knows Electron.
 */

/** A message as it arrives on a port, with the ports that were handed over with it. */
export interface PortMessage {
  data: unknown;
  ports: readonly PortLike[];
}

/** One end of a message channel, in the shape of Electron's `MessagePortMain`. Silent until `start()`. */
export interface PortLike {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: PortMessage) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Which program a worker process runs: consumers of one zone, the producers' load, or what experiments do to the others. */
export type WorkerEntry = "worker" | "load" | "chaos";

/** A worker process: kill or freeze it by its pid; `port` leads straight to it. */
export interface SpawnedWorker {
  pid: number;
  port: PortLike;
  /** Called once; at once if it has already exited. */
  onExit(handler: (code: number) => void): void;
}

/** Starts a worker process. Rejects if it exits before it was up. */
export type SpawnWorker = (entry: WorkerEntry, args: readonly string[]) => Promise<SpawnedWorker>;

/** What arrives on the host's `parentPort`: a window's port (`ports[0]`), or the wish that it stops. */
export type DesktopHostMessage = { type: "window-port" } | { type: "shutdown" };

/** What the desktop gives the engine host when it starts it. */
export interface DesktopHostOptions {
  /**
   * Carries `DesktopHostMessage`s, kept back until `start()`. After `shutdown` stop what runs, stop
   * Redis, then post `{ type: "stopped" }`: the process ends. After ten seconds it is killed.
   */
  parentPort: PortLike;
  /** The packaged app's resources (`redis/` lies in it); undefined when run from a checkout. */
  resourcesPath?: string;
  /** The app's own folder: Redis data, recovery files, recent files. */
  userDataPath: string;
  /** The user's own Redis, from `--redis URL`; undefined for the embedded one. */
  redisUrl?: string;
  spawnWorker: SpawnWorker;
}

/** `engine/host/desktop-host.ts` exports a function of this type as `startDesktopHost`. */
export type StartDesktopHost = (options: DesktopHostOptions) => Promise<void>;
