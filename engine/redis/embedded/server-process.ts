import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as after } from "node:timers/promises";
import { isAlive } from "./process-identity.ts";

const LOG_LINES = 50;
const LOOK_AGAIN_MS = 50;

/** A server that runs: one that was started here, or an orphan that was taken on. */
export interface ServerProcess {
  readonly pid: number;
  readonly hasExited: boolean;
  /** Resolves when it has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** The last lines it wrote; empty for an orphan. */
  log(): string[];
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a server in a session of its own, so that Ctrl+C in a terminal ends it through its host
 * and not on its own. On Linux the kernel ends it when the host dies without a word.
 */
export function spawnServer(binary: string, configPath: string, { endsWithHost = true } = {}): ServerProcess {
  const [command, ...parameters] = [...(endsWithHost ? deathSignal() : []), binary, configPath];
  const child = spawn(command ?? binary, parameters, { detached: process.platform !== "win32", stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  return observed(child);
}

/** Takes on a server that another process started. */
export function adoptServer(pid: number): ServerProcess {
  let hasExited = false;
  const exited = (async () => {
    while (isAlive(pid)) await after(LOOK_AGAIN_MS);
    hasExited = true;
  })();
  return { pid, get hasExited() { return hasExited; }, exited, log: () => [], signal: (signal) => sendSignal(pid, signal) };
}

/** Ends a server: politely, and after `patienceMs` for good. Redis syncs its file on SIGTERM. */
export async function endServer(server: ServerProcess, patienceMs: number): Promise<void> {
  server.signal("SIGTERM");
  const patience = new AbortController();
  const timeout = after(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([server.exited, timeout]);
  patience.abort();
  if (!server.hasExited) server.signal("SIGKILL");
  await server.exited;
}

function observed(child: ChildProcess): ServerProcess {
  const lines: string[] = [];
  let hasExited = false;
  const keep = (line: string) => { if (lines.push(line) > LOG_LINES) lines.shift(); };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", keep);
  }
  const exited = new Promise<void>((resolve) => {
    const end = () => { hasExited = true; resolve(); };
    child.once("error", (error) => { keep(error.message); end(); });
    child.once("close", end);
  });
  const pid = child.pid ?? 0;
  return { pid, get hasExited() { return hasExited; }, exited, log: () => [...lines], signal: (signal) => { if (!hasExited) sendSignal(pid, signal); } };
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, signal);
  } catch {
    // It ended a moment ago.
  }
}

let prefix: string[] | undefined;

/** `setpriv --pdeathsig` (util-linux; not busybox's) asks the kernel for a signal when the parent dies. */
function deathSignal(): string[] {
  if (process.platform !== "linux") return [];
  prefix ??= spawnSync("setpriv", ["--pdeathsig", "TERM", "true"], { stdio: "ignore" }).status === 0 ? ["setpriv", "--pdeathsig", "TERM"] : [];
  return prefix;
}
