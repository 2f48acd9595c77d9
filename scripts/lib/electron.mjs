import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "./report.mjs";
import { isExecutable, run } from "./run.mjs";

const FETCH_LIMIT_MS = 180_000;
const FETCH_AGAIN_MS = 24 * 3_600_000;

/** True when a window can be shown: always on macOS and Windows, on Linux when a display is set. */
export function hasDisplay(environment = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * An Electron that can open a window here, as `{ path }`, else `{ reason }` in a few words. Fetches
 * the binary on a machine where it was never had (Electron's package has no install script), at
 * most once a day when that fails.
 */
export async function ensureElectron(root, environment = process.env) {
  if (!hasDisplay(environment)) return { reason: "No display" };
  const folder = join(root, "node_modules", "electron");
  if (binaryOf(folder, environment) === undefined && !environment.ELECTRON_OVERRIDE_DIST_PATH) await fetchBinary(folder);
  const path = binaryOf(folder, environment);
  if (path === undefined) return { reason: "Electron's binary could not be fetched" };
  const { code } = await run(path, ["--version"], { timeoutMs: 20_000 });
  return code === 0 ? { path } : { reason: "Electron does not run on this machine" };
}

function binaryOf(folder, environment) {
  const name = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" }[process.platform] ?? "electron";
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(folder, "dist"), name);
  return isExecutable(path) ? path : undefined;
}

async function fetchBinary(folder) {
  const script = join(folder, "install.js");
  const failurePath = join(folder, ".spillway-fetch-failed");
  if (!existsSync(script) || failedLately(failurePath)) return;
  await step("Fetching Electron", async () => {
    const { code } = await run(process.execPath, [script], { timeoutMs: FETCH_LIMIT_MS });
    if (code === 0) rmSync(failurePath, { force: true });
    else writeFileSync(failurePath, new Date().toISOString());
  });
}

function failedLately(path) {
  return existsSync(path) && Date.now() - Date.parse(readFileSync(path, "utf8")) < FETCH_AGAIN_MS;
}
