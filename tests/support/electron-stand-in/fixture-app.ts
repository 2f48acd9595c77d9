import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FIXTURE = join(ROOT, "tests", "fixtures", "desktop");

/**
 * The real shell around a small page, an echoing engine and an echoing worker, laid out as `dist/` is.
 * Returns the folder: `electron/main.js` in it is what to run.
 */
export async function buildFixtureApp(): Promise<string> {
  mkdirSync(join(ROOT, "test-results"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "test-results", "desktop-app-"));
  await bundle(join(folder, "electron"), {
    main: join(ROOT, "electron", "main.ts"),
    "engine-process": join(FIXTURE, "engine-process.ts"),
  });
  await bundle(join(folder, "node"), { worker: join(FIXTURE, "worker.ts") });
  await build({
    input: join(ROOT, "electron", "preload.ts"),
    platform: "browser",
    external: ["electron"],
    logLevel: "warn",
    output: { file: join(folder, "electron", "preload.cjs"), format: "cjs", codeSplitting: false },
  });
  cpSync(FIXTURE, join(folder, "renderer"), { recursive: true, filter: (file) => !file.endsWith(".ts") });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "spillway", main: "electron/main.js", type: "module" }));
  return folder;
}

async function bundle(folder: string, input: Record<string, string>): Promise<void> {
  await build({
    input,
    platform: "node",
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
    logLevel: "warn",
    output: { dir: folder, format: "esm" },
  });
}
