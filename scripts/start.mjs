import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { checkNode, ensureDependencies } from "./lib/dependencies.mjs";
import { ensureElectron, hasDisplay } from "./lib/electron.mjs";
import { ensureRedis } from "./lib/redis.mjs";
import { fail, say } from "./lib/report.mjs";
import { runInForeground } from "./lib/run.mjs";
import { startPlan } from "./lib/start-plan.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Sets everything up, builds, and opens the app until it is closed; returns its exit code. */
async function main() {
  const plan = startPlan(process.argv.slice(2), { root: ROOT, hasBrowser: hasDisplay() || Boolean(process.env.BROWSER) });
  checkNode();
  await ensureDependencies(ROOT);
  const environment = { ...process.env };
  if (plan.needsRedis && !environment.SPILLWAY_REDIS_URL) environment.SPILLWAY_REDIS_BINARY = await ensureRedis();
  await build({ root: ROOT });
  const electron = plan.wantsWindow ? await ensureElectron(ROOT) : {};
  if (electron.path !== undefined) {
    return runInForeground(electron.path, [join(ROOT, "dist", "electron", "main.js"), ...plan.parameters], { env: environment });
  }
  if (electron.reason !== undefined) say(`${electron.reason}: serving the app on loopback instead.`);
  const cli = join(ROOT, "dist", "node", "cli.js");
  return runInForeground(process.execPath, [cli, "serve", ...plan.open, ...plan.parameters], { env: environment });
}

try {
  process.exitCode = await main();
} catch (error) {
  fail(error);
}
