import { chmodSync, mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { AppError, messageOf } from "../../../design/errors.ts";

export interface Surroundings {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  home: string;
}

/** The app's own folder, where each system keeps such data. */
export function applicationFolder(surroundings: Surroundings = here()): string {
  const { platform, environment, home } = surroundings;
  if (platform === "win32") return win32.join(environment.APPDATA || win32.join(home, "AppData", "Roaming"), "Spillway");
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "Spillway");
  return posix.join(environment.XDG_DATA_HOME || posix.join(home, ".local", "share"), "spillway");
}

/** Where the embedded Redis keeps its data unless told otherwise. */
export function defaultDataFolder(surroundings: Surroundings = here()): string {
  const folder = applicationFolder(surroundings);
  return surroundings.platform === "win32" ? win32.join(folder, "redis") : posix.join(folder, "redis");
}

/**
 * Makes the folder when it is missing, readable by its owner only.
 * Throws `disk-full` or `file-not-writable`.
 */
export function makePrivateFolder(path: string): void {
  try {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (made !== undefined) chmodSync(path, 0o700);
    if (!statSync(path).isDirectory()) throw new Error("it is not a folder");
  } catch (error) {
    throw asFileError(error, path);
  }
}

/** The AppError for a file or folder that could not be written. */
export function asFileError(error: unknown, path: string): AppError {
  const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
  if (isFull) return new AppError("disk-full", `The disk is full: ${path} could not be written. Free some space and try again.`, { cause: error });
  return new AppError("file-not-writable", `${path} cannot be written (${messageOf(error)}). Check its permissions, or choose another folder.`, { cause: error });
}

function here(): Surroundings {
  return { platform: process.platform, environment: process.env, home: homedir() };
}
