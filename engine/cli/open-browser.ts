import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

interface Opener {
  readonly program: string;
  readonly parameters: readonly string[];
}

/**
 * Opens a page in the default browser, if there is one to be opened here; true when it was tried. Never fails: whoever
 * called has printed the address.
 */
export function openBrowser(url: string, environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  const opener = openerFor(url, environment, platform);
  if (!opener) return false;
  const child = spawn(opener.program, opener.parameters, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
  return true;
}

/** The program that opens pages on this system; null where there is none, or no screen to show them on. */
export function openerFor(url: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Opener | null {
  if (platform === "darwin") return { program: "open", parameters: [url] };
  if (platform === "win32") return { program: "rundll32", parameters: ["url.dll,FileProtocolHandler", url] };
  const named = environment.BROWSER;
  if (named !== undefined && named !== "" && !/\s/.test(named)) return { program: named, parameters: [url] };
  const hasScreen = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  return hasScreen && isOnPath("xdg-open", environment) ? { program: "xdg-open", parameters: [url] } : null;
}

function isOnPath(program: string, environment: NodeJS.ProcessEnv): boolean {
  return (environment.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
