import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as after } from "node:timers/promises";

const LOOK_AGAIN_MS = 50;
const UNSIGNED_MS = 2000;

/** Runs `action` while no other process on this machine holds the lock; a dead holder's is taken over. */
export async function withFileLock(path, action) {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryToTake(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await after(LOOK_AGAIN_MS);
  }
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  try {
    return await action();
  } finally {
    process.off("exit", release);
    release();
  }
}

function tryToTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function isAbandoned(path) {
  try {
    const holder = Number(readFileSync(path, "utf8"));
    if (holder > 0) return !isAlive(holder);
    return Date.now() - statSync(path).mtimeMs > UNSIGNED_MS;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
