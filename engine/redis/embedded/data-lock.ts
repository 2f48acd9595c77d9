import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asFileError } from "./data-folder.ts";
import { isAlive, startTimeOf } from "./process-identity.ts";

const FILE = "spillway.lock";
/** Taking over is a matter of milliseconds; one that lasts longer was itself cut short. */
const TAKEOVER_LIMIT_MS = 10_000;

interface Holder {
  pid: number;
  startTime?: string | undefined;
}

export type DataLock =
  | { taken: true; /** Idempotent, synchronous: also for process exit. */ release: () => void }
  | { taken: false; holder: number };

/**
 * Takes the one lock of a data folder for this process, or tells who holds it. A lock whose holder
 * is gone is taken over, by one process only when several try. The file appears with its content
 * in one step, so it is never read half written. Throws `file-not-writable` or `disk-full`.
 */
export function lockDataFolder(folder: string): DataLock {
  const path = join(folder, FILE);
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) }), { mode: 0o600 });
    if (appears(own, path) || takesOver(own, path)) return { taken: true, release: () => release(path) };
  } catch (error) {
    throw asFileError(error, path);
  } finally {
    rmSync(own, { force: true });
  }
  return { taken: false, holder: holderOf(path)?.pid ?? 0 };
}

function appears(own: string, path: string): boolean {
  return succeedsUnlessThere(() => linkSync(own, path));
}

/** Replaces a dead holder's lock, under a second lock so that no one replaces the replacement. */
function takesOver(own: string, path: string): boolean {
  if (isHeld(path)) return false;
  const gate = `${path}.takeover`;
  if (ageMs(gate) > TAKEOVER_LIMIT_MS) rmSync(gate, { recursive: true, force: true });
  if (!succeedsUnlessThere(() => mkdirSync(gate))) return false;
  try {
    if (isHeld(path)) return false;
    renameSync(own, path);
    return true;
  } finally {
    rmSync(gate, { recursive: true, force: true });
  }
}

function isHeld(path: string): boolean {
  const holder = holderOf(path);
  if (holder === undefined || !isAlive(holder.pid)) return false;
  const startTime = startTimeOf(holder.pid);
  return holder.startTime === undefined || startTime === undefined || holder.startTime === startTime;
}

function holderOf(path: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null && "pid" in value && typeof value.pid === "number";
}

/** Removes the lock if it is still this process's own. */
function release(path: string): void {
  const holder = holderOf(path);
  if (holder?.pid === process.pid && holder.startTime === startTimeOf(process.pid)) rmSync(path, { force: true });
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function succeedsUnlessThere(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
