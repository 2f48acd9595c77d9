import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";

/** True while a process with this id exists (also one of another user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * When a process started, in a form of this system's own that only serves to compare: with its id
 * it names a process for good, since ids are used again. Undefined where it cannot be told.
 */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform === "win32") return undefined;
  return process.platform === "linux" ? statFields(pid)?.[19] : ps(pid, "lstart=");
}

/**
 * True when the process is a server that runs in this data folder; where a process's folder cannot
 * be told (macOS), one that has this socket in its title.
 */
export function isServerOf(pid: number, dataFolder: string, socketPath: string | undefined): boolean {
  if (!isAlive(pid) || process.platform === "win32") return false;
  const title = ps(pid, "command=") ?? "";
  if (!/redis|valkey/.test(title)) return false;
  if (process.platform === "linux") return workingFolderOf(pid) === realpathSync(dataFolder);
  return socketPath !== undefined && title.includes(socketPath);
}

/** A process that has ended but was not yet waited for answers signals as if it lived. */
function isZombie(pid: number): boolean {
  return process.platform === "linux" && statFields(pid)?.[0] === "Z";
}

/** /proc/PID/stat from its third field, the state, on: the second may contain spaces (proc(5)). */
function statFields(pid: number): string[] | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function workingFolderOf(pid: number): string | undefined {
  return attempt(() => realpathSync(`/proc/${pid}/cwd`));
}

function ps(pid: number, field: string): string | undefined {
  if (process.platform === "linux" && field === "command=") {
    return attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim());
  }
  return attempt(() => execFileSync("ps", ["-ww", "-o", field, "-p", String(pid)], { encoding: "utf8" }).trim());
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
