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

/**
 * The server's path; installs one where there is none. Throws a ScriptError with the ways on.
 * `install(name, options)` is the system's package manager.
 */
export async function ensureRedis({ environment = process.env, folders = FOLDERS, install = installSystemPackage } = {}) {
  const look = () => findRedis(environment, folders);
  const found = await look();
  if (found !== undefined) return found.path;
  if (environment.SPILLWAY_REDIS_BINARY) {
    throw new ScriptError(`SPILLWAY_REDIS_BINARY is ${environment.SPILLWAY_REDIS_BINARY}, which is no Redis ${OLDEST.join(".")} or newer.`);
  }
  const reasons = [];
  for (const [name, brewName] of [["redis-server", "redis"], ["valkey-server", "valkey"]]) {
    try {
      await install(name, { brewName });
      const installed = await look();
      if (installed !== undefined) return installed.path;
      reasons.push(`The system's ${name} is too old.`);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      reasons.push(error.message);
    }
  }
  const why = [...new Set(reasons)].join("\n");
  throw new ScriptError(`Spillway found no Redis ${OLDEST.join(".")} or newer and could not install one.\n${why}\n${TWO_WAYS}`);
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
