import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The app's own folder when no desktop shell gives one: `$SPILLWAY_DATA`, else where the system keeps such data
 * (XDG base directories, Application Support, AppData). It need not exist yet.
 */
export function dataFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  if (environment.SPILLWAY_DATA) return environment.SPILLWAY_DATA;
  if (platform === "darwin") return join(home, "Library", "Application Support", "Spillway");
  if (platform === "win32") return join(environment.APPDATA ?? join(home, "AppData", "Roaming"), "Spillway");
  return join(environment.XDG_DATA_HOME ?? join(home, ".local", "share"), "spillway");
}
