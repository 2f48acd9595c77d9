import { ScriptError } from "./report.mjs";
import { isExecutable, placesOf, run } from "./run.mjs";
import { installSystemPackage } from "./system-packages.mjs";

const NAMES = ["redis-server", "valkey-server"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
const OLDEST = [6, 2];

const TWO_WAYS = [
  "Two ways on:",
  `  - install Redis or Valkey ${OLDEST.join(".")} or newer yourself (or point SPILLWAY_REDIS_BINARY at its server), or`,
  "  - use a Redis that runs already: npm start -- --redis URL, or SPILLWAY_REDIS_URL=URL.",
].join("\n");

/** The first Redis or Valkey server that is new enough, as `{ path, version }`, else undefined. */
export async function findRedis(environment = process.env, folders = FOLDERS) {
  const named = environment.SPILLWAY_REDIS_BINARY;
  for (const path of named ? [named] : placesOf(NAMES, folders, environment)) {
    const version = await versionOf(path);
    if (version !== undefined && isNewEnough(version)) return { path, version };
  }
  return undefined;
}

/** The server's path; installs one where there is none. Throws a ScriptError with the ways on. */
export async function ensureRedis() {
  const found = await findRedis();
  if (found !== undefined) return found.path;
  if (process.env.SPILLWAY_REDIS_BINARY) {
    throw new ScriptError(`SPILLWAY_REDIS_BINARY is ${process.env.SPILLWAY_REDIS_BINARY}, which is no Redis ${OLDEST.join(".")} or newer.`);
  }
  const reason = await tryToInstall();
  const installed = await findRedis();
  if (installed !== undefined) return installed.path;
  throw new ScriptError(`Spillway found no Redis ${OLDEST.join(".")} or newer and could not install one.\n${reason}\n${TWO_WAYS}`);
}

async function tryToInstall() {
  const reasons = [];
  for (const [name, brewName] of [["redis-server", "redis"], ["valkey-server", "valkey"]]) {
    try {
      await installSystemPackage(name, { brewName });
      if ((await findRedis()) !== undefined) return "";
      reasons.push(`The system's ${name} is too old.`);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      reasons.push(error.message);
    }
  }
  return [...new Set(reasons)].join("\n");
}

async function versionOf(path) {
  if (!isExecutable(path)) return undefined;
  const { code, output } = await run(path, ["--version"], { timeoutMs: 5000 });
  return code === 0 ? /\bv=(\d+\.\d+\.\d+)/.exec(output)?.[1] : undefined;
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
