import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { inlinePage } from "./inline-page.mjs";
import { say, ScriptError } from "./report.mjs";
import { run, tailOf } from "./run.mjs";

const TOOLS = ["package-lock.json", "tsconfig.base.json", "scripts/build.mjs", "scripts/lib/build-targets.mjs"];

/**
 * What is built: each target's sources (for staleness), its folder under dist/, and how. An
 * `entries` target is bundled by rolldown; the screen's pages by vite, whose config is named; `finish` then makes
 * of the built folder what is published.
 */
export const TARGETS = {
  node: {
    inputs: [...TOOLS, "design", "engine"],
    entries: [
      { source: "engine/cli/main.ts", output: "cli.js" },
      { source: "engine/live/worker-main.ts", output: "worker.js" },
      { source: "engine/live/load-main.ts", output: "load.js" },
      { source: "engine/live/chaos/helper-main.ts", output: "chaos.js" },
      { source: "engine/forecast/thread-main.ts", output: "forecast.js" },
      { source: "engine/sandbox/thread-main.ts", output: "sandbox.js" },
      { source: "engine/host/exports/thread-main.ts", output: "check-export.js" },
    ],
  },
  electron: {
    inputs: [...TOOLS, "design", "engine", "electron"],
    entries: [
      { source: "electron/main.ts", output: "main.js" },
      { source: "electron/engine-process.ts", output: "engine-process.js" },
      { source: "electron/preload.ts", output: "preload.cjs" },
    ],
  },
  renderer: {
    inputs: [...TOOLS, "design", "engine/contract", "renderer"],
    config: "renderer/vite.config.ts",
    entries: [
      { source: "renderer/vite.config.ts", output: "index.html" },
      { source: "renderer/gallery/index.html", output: "gallery/index.html" },
    ],
  },
  replay: {
    inputs: [...TOOLS, "scripts/lib/inline-page.mjs", "design", "engine/contract", "renderer"],
    config: "renderer/replay/vite.config.ts",
    entries: [{ source: "renderer/replay/vite.config.ts", output: "player.html" }],
    finish: (folder) => inlinePage(folder, "index.html", "player.html"),
  },
};

/** Builds a target's existing entries into `folder`. */
export async function buildTarget(root, target, folder) {
  if (target.config !== undefined) {
    await buildWithVite(root, join(root, target.config), folder);
    return target.finish?.(folder);
  }
  const entries = target.entries.filter((entry) => existsSync(join(root, entry.source)));
  await bundle(root, entries.filter(isModule), folder);
  for (const entry of entries.filter((other) => !isModule(other))) await bundlePreload(root, entry, folder);
}

function isModule(entry) {
  return entry.output.endsWith(".js");
}

/**
 * ES modules that share their common chunks. Chunks lie flat beside the entries, so that a path
 * relative to `import.meta.url` means the same in every one of them.
 */
async function bundle(root, entries, folder) {
  if (entries.length === 0) return;
  const { build } = await import("rolldown");
  const input = Object.fromEntries(entries.map((entry) => [entry.output.replace(/\.js$/, ""), join(root, entry.source)]));
  await build({
    cwd: root,
    input,
    platform: "node",
    external: isPackage,
    logLevel: "warn",
    output: { dir: folder, format: "esm", sourcemap: true, entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
  });
}

/** A sandboxed preload script is CommonJS in one file and may require nothing but Electron. */
async function bundlePreload(root, entry, folder) {
  const { build } = await import("rolldown");
  await build({
    cwd: root,
    input: join(root, entry.source),
    platform: "browser",
    external: ["electron"],
    logLevel: "warn",
    output: { file: join(folder, entry.output), format: "cjs", sourcemap: true, codeSplitting: false },
  });
}

/**
 * As a process of its own: vite ends the whole process when an entry's import cannot be resolved. Tests, which set NODE_ENV,
 * get the build that is shipped.
 */
async function buildWithVite(root, configFile, folder) {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const parameters = ["build", dirname(configFile), "--config", configFile, "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"];
  const { code, output } = await run(process.execPath, [vite, ...parameters], { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
  if (code !== 0) throw new ScriptError(tailOf(output));
  if (output.trim() !== "") say(output.trim());
}

function isPackage(id) {
  return !id.startsWith(".") && !id.startsWith("\0") && !isAbsolute(id);
}
