import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ScriptError, step } from "./report.mjs";
import { run, tailOf } from "./run.mjs";

const OLDEST_NODE = [20, 19];

/** Refuses a Node that is too old, before anything else fails for that reason. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (!enough) throw new ScriptError(`Spillway needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${version}.`);
}

/**
 * Makes node_modules agree with package-lock.json. Does nothing, and touches no network, when it
 * already does: by the stamp of an earlier run, or because npm's own record of what it installed
 * says so.
 */
export async function ensureDependencies(root) {
  const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
  const stampPath = join(root, "node_modules", ".spillway-install");
  const hash = createHash("sha256").update(lockText).digest("hex");
  if (textOf(stampPath) === hash) return;
  if (!isInstalled(root, lockText)) {
    await step("Installing dependencies", async () => {
      const { code, output } = await run(...npmCommand(["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--prefer-offline"]), { cwd: root });
      if (code !== 0) throw new ScriptError(`The dependencies could not be installed (npm ci):\n${tailOf(output)}`);
    });
  }
  writeFileSync(stampPath, hash);
}

/** True when npm's hidden lock file holds just what package-lock.json asks for on this platform. */
export function isInstalled(root, lockText) {
  const hidden = textOf(join(root, "node_modules", ".package-lock.json"));
  if (hidden === undefined) return false;
  const wanted = JSON.parse(lockText).packages;
  const present = JSON.parse(hidden).packages;
  const complete = Object.entries(wanted).every(([path, entry]) =>
    path === "" || entry.optional || entry.devOptional || present[path]?.version === entry.version);
  const agreeing = Object.entries(present).every(([path, entry]) => wanted[path]?.version === entry.version);
  return complete && agreeing && existsSync(join(root, "node_modules", ".bin"));
}

/** The npm that runs this script, else the one on the PATH. */
function npmCommand(parameters) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("npm-cli.js")) return [process.execPath, [npm, ...parameters]];
  return process.platform === "win32" ? ["cmd.exe", ["/d", "/c", "npm", ...parameters]] : ["npm", parameters];
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
