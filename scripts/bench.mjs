/**
 * Builds and runs the benchmarks: `npm run bench [-- name… [--minutes N]]`. Each writes JSON lines; figures are ratios within one run. `soak`, which
 * takes an hour or N minutes, runs only when it is named.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { build } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { positionals: wanted, values } = parseArgs({ allowPositionals: true, options: { minutes: { type: "string" } } });
if (values.minutes !== undefined) process.env.BENCH_MINUTES = values.minutes;
const entries = ["hops", "topic-hops", "audit", "raw-pipeline", "scaling", "forecast", "hour", "outage", "recording", "sandbox", "screen", "soak"].filter((name) => readdirSync(join(root, "tests/bench")).includes(`${name}.ts`));

await build({ root, only: wanted.includes("screen") || wanted.length === 0 ? undefined : ["node"] });
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((name) => [name, join(root, "tests/bench", `${name}.ts`)])),
  platform: "node",
  external: /^[^./]/,
});
await bundle.write({ dir: join(root, "dist/bench"), format: "esm" });

const runnable = entries.filter((name) => name !== "raw-pipeline" && (wanted.length === 0 ? name !== "soak" : wanted.includes(name)));
let failed = false;
for (const name of runnable) {
  const { status } = spawnSync(process.execPath, [join(root, "dist/bench", `${name}.js`)], { stdio: "inherit", cwd: root, env: { ...process.env, BENCH_ROOT: root } });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
