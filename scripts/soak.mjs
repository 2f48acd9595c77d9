/**
 * Kills a run's workers, zones, load process and Redis at random under load: `node scripts/soak.mjs [--kills 100] [--seed 1] [--rate 100] [--every 3.5]
 * [--hand-off]`. Rates in events a second, `every` in seconds. Prints how it goes and, in the end, a table; ends with 1 when anything was lost with `always`.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { build } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    rate: { type: "string", default: "100" },
    every: { type: "string", default: "3.5" },
    "hand-off": { type: "boolean", default: false },
  },
});
const entry = values["hand-off"] ? "hand-off" : "soak";
const numbers = Object.fromEntries(["kills", "seed", "rate", "every"].map((name) => [name, Number(values[name])]));

await build({ root, only: ["node"] });
const bundle = await rolldown({ input: { [entry]: join(root, "tests/ordeal", `${entry}.ts`) }, platform: "node", external: /^[^./]/ });
await bundle.write({ dir: join(root, "dist/ordeal"), format: "esm" });
const { status } = spawnSync(process.execPath, [join(root, "dist/ordeal", `${entry}.js`), JSON.stringify(numbers)], { stdio: "inherit", cwd: root });
process.exitCode = status ?? 1;
