import { spawn } from "node:child_process";
import { constants, accessSync, statSync } from "node:fs";
import { constants as system } from "node:os";
import { delimiter, join } from "node:path";

/**
 * Runs a command to its end and returns `{ code, output }` with both streams together. A command
 * that cannot be started has code 127; one that outlasts `timeoutMs` is killed and has code 124.
 */
export function run(command, parameters, { timeoutMs = 0, ...options } = {}) {
  return new Promise((resolve) => {
    let output = "";
    let timedOut = false;
    const child = spawn(command, parameters, { stdio: ["ignore", "pipe", "pipe"], ...options });
    const timer = timeoutMs > 0 ? setTimeout(() => { timedOut = true; child.kill("SIGKILL"); }, timeoutMs) : undefined;
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : code, output });
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => { output += error.message; end(127); });
    child.on("close", (code) => end(code ?? 1));
  });
}

/**
 * Runs a command on this terminal, handing SIGINT, SIGTERM and SIGHUP on to it, and returns its
 * exit code (128 + the signal's number when a signal ended it, as shells do).
 */
export function runInForeground(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: "inherit", ...options });
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    // A terminal gives Ctrl+C to the whole group; handing it on would be a second one.
    const forward = (signal) => signal === "SIGINT" && process.stdin.isTTY || child.kill(signal);
    const settle = (done) => {
      for (const signal of signals) process.off(signal, forward);
      done();
    };
    for (const signal of signals) process.on(signal, forward);
    child.on("error", (error) => settle(() => reject(error)));
    child.on("exit", (code, signal) => settle(() => resolve(code ?? 128 + system.signals[signal])));
  });
}

/** True when `path` is a file that may be executed. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The paths at which one of `names` may lie: every folder of the PATH first, then `folders`. */
export function placesOf(names, folders, environment = process.env) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const path = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = names.flatMap((name) => [...path, ...folders].map((folder) => join(folder, name + suffix)));
  return [...new Set(places)];
}

/** The last lines of a command's output, for an error message. */
export function tailOf(output, lines = 12) {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}
