import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../../node_modules/electron/", import.meta.url));
const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "Electron.app/Contents/MacOS/Electron",
  win32: "electron.exe",
};

export type RealElectron = { path: string } | { reason: string };

/**
 * Electron's own binary when it is here, runs, and has a display to open a window on; else why not.
 * The package is not imported: without its binary that would start a download.
 */
export function findRealElectron(): RealElectron {
  const folder = process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(PACKAGE, "dist");
  const path = join(folder, NAMES[process.platform] ?? "electron");
  if (!existsSync(path)) return { reason: `its binary is not at ${path}` };
  const tried = spawnSync(path, ["--version"], { timeout: 20_000, encoding: "utf8" });
  if (tried.error !== undefined || tried.status !== 0 || !tried.stdout.startsWith("v")) {
    return { reason: `its binary at ${path} does not run: ${tried.error?.message ?? `exit code ${tried.status}`}` };
  }
  const hasDisplay = process.platform !== "linux" || process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"];
  return hasDisplay ? { path } : { reason: "there is no display" };
}
