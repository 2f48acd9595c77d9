import { fork, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const SOURCE = fileURLToPath(new URL(".", import.meta.url));
const OUTPUT = fileURLToPath(new URL("../../../test-results/", import.meta.url));

/** A main process that runs on the stand-in. */
export interface StandIn {
  /** Chromium's DevTools address, for `chromium.connectOverCDP`. */
  endpoint: string;
  pid: number;
  /** Runs a self-contained function in the main process, with its `electron` module and one JSON argument. */
  evaluate<Argument, Result>(run: (electron: never, argument: Argument) => Result | Promise<Result>, argument?: Argument): Promise<Awaited<Result>>;
  /** Resolves with its exit code once the main process has ended. */
  exited: Promise<number | null>;
  /** Ends it, its Chromium and its children, without asking the app. */
  kill(): Promise<void>;
}

/** Builds the stand-in into a folder of its own under test-results/. */
export async function buildStandIn(): Promise<string> {
  mkdirSync(OUTPUT, { recursive: true });
  const folder = mkdtempSync(join(OUTPUT, "electron-stand-in-"));
  const bundle = await rolldown({
    input: { electron: join(SOURCE, "electron.ts"), "utility-child": join(SOURCE, "utility-child.ts") },
    platform: "node",
    external: ["ws"],
    logLevel: "warn",
  });
  await bundle.write({ dir: folder, format: "esm", entryFileNames: "[name].js" });
  await bundle.close();
  copyFileSync(join(SOURCE, "register.mjs"), join(folder, "register.mjs"));
  return folder;
}

/** Starts `main` on the stand-in built in `folder`. */
export async function launchStandIn(folder: string, main: string, args: string[], chromium: string): Promise<StandIn> {
  const child = forkOnStandIn(folder, main, args, chromium);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const endpoint = await Promise.race([
    nextReply<string>(child, "endpoint"),
    exited.then((code) => Promise.reject(new Error(`The main process ended with code ${code} before it opened a window.`))),
  ]);
  let count = 0;
  return {
    endpoint,
    pid: child.pid ?? 0,
    exited,
    evaluate(run, argument) {
      if (!child.connected) return Promise.reject(new Error("The main process has ended."));
      const id = ++count;
      child.send({ id, source: run.toString(), argument: argument ?? null });
      return nextReply(child, "value", id);
    },
    async kill() {
      // The main process ends itself when its test is gone, and takes its Chromium along: a killed one could not.
      if (child.connected) child.disconnect();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a process on the stand-in without waiting for a window: a second instance never has one. */
export function forkOnStandIn(folder: string, main: string, args: string[], chromium: string): ChildProcess {
  return fork(main, args, {
    execArgv: ["--import", join(folder, "register.mjs")],
    env: { ...process.env, SPILLWAY_CHROMIUM: chromium },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

function nextReply<Result>(child: ChildProcess, key: string, id?: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    function listener(raw: unknown): void {
      const reply = raw as Record<string, unknown>;
      if (reply["id"] !== id) return;
      if (!(key in reply) && !("error" in reply)) return;
      child.off("message", listener);
      if ("error" in reply) reject(new Error(String(reply["error"])));
      else resolve(reply[key] as Result);
    }
    child.on("message", listener);
  });
}
