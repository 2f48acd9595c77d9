import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { ensureChromium } from "./lib/chromium.mjs";
import { checkNode, ensureDependencies } from "./lib/dependencies.mjs";
import { ensureRedis } from "./lib/redis.mjs";
import { fail, say, step } from "./lib/report.mjs";
import { closingLine, countsOf } from "./lib/results.mjs";
import { run, runInForeground } from "./lib/run.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the tests need, installed where it is missing; returns the environment they run in. */
async function setUp() {
  checkNode();
  await ensureDependencies(ROOT);
  const redis = await ensureRedis();
  const chromium = await ensureChromium(ROOT);
  await build({ root: ROOT });
  return { ...process.env, SPILLWAY_REDIS_BINARY: redis, SPILLWAY_CHROMIUM: chromium };
}

/** Runs a check that is silent when all is well; true when it passed. */
async function gate(title, script, parameters) {
  const { code, output } = await step(title, () => run(process.execPath, [join(ROOT, "node_modules", script), ...parameters], { cwd: ROOT }));
  if (code !== 0) say(`${title} found problems:\n${output.trimEnd()}`);
  return code === 0;
}

/** Runs vitest with `parameters` and returns its counts; a crash counts as a failure. */
async function runTests(parameters, environment) {
  const folder = mkdtempSync(join(tmpdir(), "spillway-results-"));
  try {
    const file = join(folder, "results.json");
    const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runInForeground(process.execPath, [vitest, "run", ...reporters, ...parameters], { cwd: ROOT, env: environment });
    const counts = existsSync(file) ? countsOf(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 0, skipped: 0 };
    return code === 0 ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Set-up, build, types, lint, tests. A failed type check or lint counts as one failure each. */
async function main() {
  const environment = await setUp();
  const typeAware = existsSync(join(ROOT, "node_modules", ".bin", "tsgolint")) ? ["--type-aware"] : [];
  const gates = [
    await gate("Type check", "typescript/bin/tsc", ["-b"]),
    await gate("Lint", "oxlint/bin/oxlint", typeAware),
  ];
  const counts = await runTests(process.argv.slice(2), environment);
  return { ...counts, failed: counts.failed + gates.filter((passed) => !passed).length };
}

try {
  const counts = await main();
  process.exitCode = counts.failed > 0 ? 1 : 0;
  say(closingLine(counts));
} catch (error) {
  fail(error);
  say(closingLine({ passed: 0, failed: 1, skipped: 0 }));
}
