/** Compares forecasts with a real RabbitMQ, which it installs where it can: `npm run test:fidelity`. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNode, ensureDependencies } from "./lib/dependencies.mjs";
import { fail, say, ScriptError } from "./lib/report.mjs";
import { runInForeground } from "./lib/run.mjs";
import { installSystemPackage } from "./lib/system-packages.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** The server's own script; the one on the PATH changes the user first. */
const PLACES = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];

/** The server's script, installed where it is missing; undefined, with the reason said, where it cannot be. */
async function findRabbit() {
  const named = process.env.SPILLWAY_RABBITMQ_BINARY;
  const look = () => (named ? [named] : PLACES).find((path) => existsSync(path));
  if (look() !== undefined || named) return look();
  try {
    await installSystemPackage("rabbitmq-server", { brewName: "rabbitmq" });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    say(error.message);
  }
  return look();
}

try {
  checkNode();
  await ensureDependencies(ROOT);
  const binary = await findRabbit();
  if (binary === undefined) {
    say("Skipped: there is no RabbitMQ here. Install rabbitmq-server, or name its script with SPILLWAY_RABBITMQ_BINARY.");
  } else {
    const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
    const environment = { ...process.env, SPILLWAY_RABBITMQ_BINARY: binary };
    process.exitCode = await runInForeground(process.execPath, [vitest, "run", "--project", "fidelity", ...process.argv.slice(2)], { cwd: ROOT, env: environment });
  }
} catch (error) {
  fail(error);
}
