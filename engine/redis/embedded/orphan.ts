import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeAddress, type ServerAddress, urlOf } from "./address.ts";
import type { AppendFsync } from "./config.ts";
import { connectOnce, infoField } from "./connection.ts";
import { asFileError } from "./data-folder.ts";
import { isServerOf } from "./process-identity.ts";
import { UNBROKEN } from "./redis-control.ts";
import { adoptServer, endServer, type ServerProcess } from "./server-process.ts";

const ANSWER_MS = 2000;
const PATIENCE_MS = 2000;

/** Notes where a folder's server listens, before it starts, for whoever finds it without its host. */
export function writeRecord(dataFolder: string, address: ServerAddress): void {
  try {
    writeFileSync(recordPath(dataFolder), JSON.stringify(address), { mode: 0o600 });
  } catch (error) {
    throw asFileError(error, recordPath(dataFolder));
  }
}

/** Forgets a server that was ended. */
export function removeRecord(dataFolder: string): void {
  rmSync(recordPath(dataFolder), { force: true });
}

/**
 * Deals with a server that a vanished host left on this data folder. One that answers and really
 * works in this folder is returned for use, set to `appendFsync` and without what an experiment left set; one that does not answer is
 * ended, since two servers on one append-only file would ruin it. Never touches any other server.
 */
export async function takeOrphan(dataFolder: string, appendFsync: AppendFsync): Promise<{ server: ServerProcess; address: ServerAddress } | undefined> {
  const address = readRecord(dataFolder);
  const answer = address === undefined ? "silence" : await askServer(dataFolder, urlOf(address), appendFsync);
  if (address !== undefined && typeof answer === "number") return { server: adoptServer(answer), address };
  await endSilentServer(dataFolder, address);
  if (address !== undefined && answer === "silence") removeAddress(address);
  return undefined;
}

/** The process id of the server there if it works in this folder. */
async function askServer(dataFolder: string, url: string, appendFsync: AppendFsync): Promise<number | "another" | "silence"> {
  try {
    const redis = await connectOnce(url, ANSWER_MS);
    try {
      const [, folder] = (await redis.config("GET", "dir")) as string[];
      if (folder === undefined || realpathSync(folder) !== realpathSync(dataFolder)) return "another";
      for (const [name, value] of Object.entries({ appendfsync: appendFsync, ...UNBROKEN })) await redis.config("SET", name, value);
      return Number(infoField(await redis.info("server"), "process_id")) || "another";
    } finally {
      redis.disconnect();
    }
  } catch {
    return "silence";
  }
}

async function endSilentServer(dataFolder: string, address: ServerAddress | undefined): Promise<void> {
  const pid = Number(textOf(join(dataFolder, "redis.pid")));
  const socketPath = address?.kind === "socket" ? address.socketPath : undefined;
  if (pid > 0 && isServerOf(pid, dataFolder, socketPath)) await endServer(adoptServer(pid), PATIENCE_MS);
}

function readRecord(dataFolder: string): ServerAddress | undefined {
  try {
    const value: unknown = JSON.parse(textOf(recordPath(dataFolder)) ?? "");
    return isAddress(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(value: unknown): value is ServerAddress {
  if (typeof value !== "object" || value === null) return false;
  if ("socketPath" in value && "folder" in value) return typeof value.socketPath === "string" && typeof value.folder === "string";
  return "port" in value && "password" in value && typeof value.port === "number" && typeof value.password === "string";
}

function recordPath(dataFolder: string): string {
  return join(dataFolder, "server.json");
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
