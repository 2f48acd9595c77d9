import { createRequire } from "node:module";
import { join } from "node:path";
import { ScriptError, step } from "./report.mjs";
import { isExecutable, placesOf, run, tailOf } from "./run.mjs";
import { installSystemPackage, linuxName } from "./system-packages.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
const APPLICATIONS = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

/** The first Chromium that really runs (a snap's stub is a file that does not), else undefined. */
export async function findChromium(root, environment = process.env, folders = FOLDERS) {
  const named = environment.SPILLWAY_CHROMIUM;
  const usual = [...placesOf(NAMES, folders, environment), ...(APPLICATIONS[process.platform] ?? []), playwrightsOwn(root)];
  for (const path of named ? [named] : usual) {
    if (path !== undefined && isExecutable(path) && (await runs(path))) return path;
  }
  return undefined;
}

/** The path of a Chromium for the screen tests; installs one where there is none. */
export async function ensureChromium(root) {
  const found = await findChromium(root);
  if (found !== undefined) return found;
  if (process.env.SPILLWAY_CHROMIUM) {
    throw new ScriptError(`SPILLWAY_CHROMIUM is ${process.env.SPILLWAY_CHROMIUM}, which does not run.`);
  }
  const reasons = [];
  for (const install of linuxName() === "debian" ? [installFromDebian, installWithPlaywright] : [installWithPlaywright]) {
    try {
      await install(root);
      const installed = await findChromium(root);
      if (installed !== undefined) return installed;
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new ScriptError(`The screen tests need a Chromium, and none could be installed.\n${reasons.join("\n")}\nInstall Chromium or Chrome, or point SPILLWAY_CHROMIUM at one.`);
}

function installFromDebian() {
  return installSystemPackage("chromium");
}

async function installWithPlaywright(root) {
  const withLibraries = process.platform === "linux" && process.getuid?.() === 0 ? ["--with-deps"] : [];
  await step("Installing a Chromium for the screen tests", async () => {
    const script = join(root, "node_modules", "playwright-core", "cli.js");
    const { code, output } = await run(process.execPath, [script, "install", ...withLibraries, "chromium"], { cwd: root });
    if (code !== 0) throw new ScriptError(`\`playwright-core install chromium\` failed:\n${tailOf(output)}`);
  });
}

/** Where playwright-core keeps the Chromium it installs; undefined before the dependencies are there. */
function playwrightsOwn(root) {
  try {
    return createRequire(join(root, "package.json"))("playwright-core").chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** Chrome on Windows opens a window for `--version`, so there the file has to do. */
async function runs(path) {
  if (process.platform === "win32") return true;
  return (await run(path, ["--version"], { timeoutMs: 20_000 })).code === 0;
}
