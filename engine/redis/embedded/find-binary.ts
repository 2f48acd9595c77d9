import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { AppError } from "../../../design/errors.ts";

/** The oldest Redis that BullMQ 6 and this product support. */
export const OLDEST_REDIS = "6.2";

const NAMES = ["redis-server", "valkey-server"];
const USUAL_FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
const VERSION_TIMEOUT_MS = 5000;

export interface RedisBinary {
  path: string;
  /** For example `7.0.15`. */
  version: string;
}

export interface BinarySearch {
  /** Looked at before, and instead of, everything else. */
  binary?: string | undefined;
  environment?: NodeJS.ProcessEnv;
  /** The packaged app's resources folder. */
  resourcesFolder?: string | undefined;
  usualFolders?: string[];
}

/**
 * The server to embed: the one asked for (`binary`, else SPILLWAY_REDIS_BINARY), else the first new
 * enough one in the packaged app's resources, on the PATH or in the usual folders.
 * Throws `redis-missing` or `redis-too-old`.
 */
export async function findRedisBinary(search: BinarySearch = {}): Promise<RedisBinary> {
  const environment = search.environment ?? process.env;
  const named = search.binary ?? environment.SPILLWAY_REDIS_BINARY;
  let tooOld: RedisBinary | undefined;
  for (const path of named ? [named] : placesOf(search, environment)) {
    const version = isExecutable(path) ? await versionOf(path) : undefined;
    if (version === undefined) continue;
    if (isNewEnough(version)) return { path, version };
    tooOld ??= { path, version };
  }
  if (tooOld !== undefined) {
    throw new AppError("redis-too-old", `${tooOld.path} is Redis ${tooOld.version}; Spillway needs ${OLDEST_REDIS} or newer.`, { hint: waysOn() });
  }
  if (named) throw new AppError("redis-missing", `${named} is not a Redis or Valkey server that runs here.`, { hint: waysOn() });
  throw new AppError("redis-missing", `No Redis or Valkey server (${OLDEST_REDIS} or newer) is installed.`, { hint: waysOn() });
}

/** True for a version like `7.0.15` that is not older than OLDEST_REDIS. */
export function isNewEnough(version: string): boolean {
  return version.localeCompare(OLDEST_REDIS, "en", { numeric: true }) >= 0;
}

function placesOf(search: BinarySearch, environment: NodeJS.ProcessEnv): string[] {
  const resources = search.resourcesFolder ?? packagedResources();
  const path = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const folders = [...(resources === undefined ? [] : [join(resources, "redis")]), ...path, ...(search.usualFolders ?? USUAL_FOLDERS)];
  const suffix = process.platform === "win32" ? ".exe" : "";
  return [...new Set(folders)].flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)));
}

/** Set by Electron in a packaged app and while developing it; absent in plain Node. */
function packagedResources(): string | undefined {
  return "resourcesPath" in process && typeof process.resourcesPath === "string" ? process.resourcesPath : undefined;
}

function versionOf(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, ["--version"], { timeout: VERSION_TIMEOUT_MS }, (error, output) => {
      resolve(error === null ? /\bv=(\d+\.\d+\.\d+)/.exec(output)?.[1] : undefined);
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function waysOn(): string {
  const install = {
    linux: "Install it with your package manager (Debian, Ubuntu: apt-get install redis-server)",
    darwin: "Install it (brew install redis)",
  }[process.platform as string] ?? "Install Redis or Valkey";
  return `${install}, point SPILLWAY_REDIS_BINARY at one, or use a Redis that runs already with --redis URL.`;
}
