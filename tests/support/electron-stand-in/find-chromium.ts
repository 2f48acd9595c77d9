import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The Chromium named by SPILLWAY_CHROMIUM, else the first one found in the usual places. */
export function findChromium(): string {
  const named = process.env["SPILLWAY_CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  const folders = ["/usr/bin", "/usr/local/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  const found = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find((path) => existsSync(path));
  if (found === undefined) throw new Error("The desktop tests need a Chromium: install one, or set SPILLWAY_CHROMIUM to its path.");
  return found;
}
