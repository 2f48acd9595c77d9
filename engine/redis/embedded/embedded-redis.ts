import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { RedisControl } from "../../core/environment.ts";
import { newAddress, removeAddress, type ServerAddress, urlOf } from "./address.ts";
import { type AppendFsync, redisConfig } from "./config.ts";
import { asFileError, defaultDataFolder, makePrivateFolder } from "./data-folder.ts";
import { type DataLock, lockDataFolder } from "./data-lock.ts";
import { findRedisBinary } from "./find-binary.ts";
import { removeRecord, takeOrphan, writeRecord } from "./orphan.ts";
import { controlOf } from "./redis-control.ts";
import { spawnServer } from "./server-process.ts";
import { type BeforeRestart, type RedisState, Supervisor } from "./supervisor.ts";

export type { RedisState } from "./supervisor.ts";

export interface EmbeddedRedisOptions {
  /** Where the append-only file lies; the app's own folder by default. */
  dataFolder?: string;
  /** A server to use instead of the one that is looked for. */
  binary?: string;
  appendFsync?: AppendFsync;
  onState?: (state: RedisState) => void;
}

export interface EmbeddedRedis {
  /** For ioredis: the socket's path, or a `redis://` URL with a password on Windows. The same after every restart. */
  readonly url: string;
  readonly socketPath: string | undefined;
  /** Where its data really lies: a temporary folder when another app holds the one asked for. */
  readonly dataFolder: string;
  /** When its writes reach the disk. */
  readonly appendFsync: AppendFsync;
  /** One line for the user when another folder than the one asked for is used. */
  readonly notice: string | undefined;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  readonly restarts: number;
  /** For experiments. */
  readonly control: RedisControl;
  /** It is started again, after `beforeRestart` when that is given. */
  kill(signal: NodeJS.Signals, beforeRestart?: BeforeRestart): Promise<void>;
  /** Ends it with its data synced, and removes its socket and lock. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts this app's private Redis: on a Unix socket in a folder of mode 0700 (a loopback port with a
 * password on Windows), every write in an append-only file, restarted when it dies, ended with this
 * process. A server that a vanished app left on the data folder is used again. Resolves when it
 * answers; throws `redis-missing`, `redis-too-old`, `redis-lost`, `disk-full` or `file-not-writable`.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions = {}): Promise<EmbeddedRedis> {
  const binary = await findRedisBinary({ binary: options.binary });
  const home = takeHome(resolve(options.dataFolder ?? defaultDataFolder()));
  try {
    return await startIn(home, binary.path, options);
  } catch (error) {
    home.leave();
    throw error;
  }
}

interface Home {
  dataFolder: string;
  notice: string | undefined;
  /** Gives the folder free; synchronous, so that it also works while the process exits. */
  leave: () => void;
}

async function startIn(home: Home, binary: string, options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { dataFolder, notice } = home;
  const { appendFsync = "everysec", onState = () => undefined } = options;
  const orphan = await takeOrphan(dataFolder, appendFsync);
  const address = orphan?.address ?? (await newAddress());
  const url = urlOf(address);
  const configPath = writeConfig(dataFolder, address, appendFsync);
  const supervisor = new Supervisor({ url, dataFolder, onState, launch: () => spawnServer(binary, configPath) });
  const leaveAtExit = () => {
    supervisor.letGo();
    home.leave();
  };
  const stop = async () => {
    await supervisor.stop();
    process.off("exit", leaveAtExit);
    removeAddress(address);
    removeRecord(dataFolder);
    home.leave();
  };
  process.once("exit", leaveAtExit);
  try {
    await supervisor.start(orphan?.server);
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  const server = {
    url,
    dataFolder,
    appendFsync,
    get pid() { return supervisor.pid; },
    kill: (signal: NodeJS.Signals, beforeRestart?: BeforeRestart) => supervisor.kill(signal, beforeRestart),
  };
  return {
    url,
    dataFolder,
    appendFsync,
    get pid() { return server.pid; },
    kill: server.kill,
    control: controlOf(server),
    socketPath: address.kind === "socket" ? address.socketPath : undefined,
    notice,
    get restarts() { return supervisor.restarts; },
    stop: () => (stopped ??= stop()),
  };
}

/** Locks the folder asked for, or a fresh temporary one when another app has it. */
function takeHome(wanted: string): Home {
  makePrivateFolder(wanted);
  const lock = lockDataFolder(wanted);
  if (lock.taken) return { dataFolder: wanted, notice: undefined, leave: lock.release };
  return temporaryHome(wanted, lock);
}

function temporaryHome(wanted: string, { holder }: Extract<DataLock, { taken: false }>): Home {
  const dataFolder = mkdtempSync(join(tmpdir(), "spillway-data-"));
  return {
    dataFolder,
    notice: `Another Spillway (process ${holder}) uses ${wanted}; this one keeps its data in a temporary folder and forgets it when it closes.`,
    leave: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** Writes the server's whole configuration, and beforehand where it will be found. */
function writeConfig(dataFolder: string, address: ServerAddress, appendFsync: AppendFsync): string {
  const path = join(dataFolder, "redis.conf");
  writeRecord(dataFolder, address);
  try {
    writeFileSync(path, redisConfig({ dataFolder, address, appendFsync }), { mode: 0o600 });
  } catch (error) {
    throw asFileError(error, path);
  }
  return path;
}
