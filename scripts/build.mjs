import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildTarget, TARGETS } from "./lib/build-targets.mjs";
import { fingerprint } from "./lib/fingerprint.mjs";
import { withFileLock } from "./lib/file-lock.mjs";
import { publish } from "./lib/publish.mjs";
import { fail, say, ScriptError, step } from "./lib/report.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Builds what is older than its sources into dist/. Quick when nothing is; safe when several
 * processes build at once. Throws a ScriptError that names the targets which did not build.
 */
export async function build({ root = ROOT, only = Object.keys(TARGETS), force = false } = {}) {
  if (!force && only.every((name) => isFresh(root, name))) return;
  await withFileLock(join(root, "dist", ".build.lock"), async () => {
    const failures = [];
    for (const name of only) {
      if (!force && isFresh(root, name)) continue;
      try {
        await step(`Building ${name}`, () => buildOne(root, name, force));
      } catch (error) {
        failures.push(`Building ${name} failed:\n${error?.message ?? error}`);
      }
    }
    if (failures.length > 0) throw new ScriptError(failures.join("\n\n"));
  });
}

async function buildOne(root, name, force) {
  const target = TARGETS[name];
  const state = fingerprint(root, target.inputs);
  const folder = join(root, "dist", name);
  const temporary = join(root, "dist", `.building-${name}-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  if (force) rmSync(folder, { recursive: true, force: true });
  for (const entry of target.entries) {
    if (!existsSync(join(root, entry.source))) say(`Skipped ${entry.source}: not written yet.`);
  }
  try {
    if (present(root, target).length > 0) await buildTarget(root, target, temporary);
    publish(temporary, folder, target.entries.map((entry) => entry.output));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  mkdirSync(dirname(stampOf(root, name)), { recursive: true });
  writeFileSync(stampOf(root, name), state);
}

function isFresh(root, name) {
  const target = TARGETS[name];
  const stamp = stampOf(root, name);
  return existsSync(stamp)
    && present(root, target).every((entry) => existsSync(join(root, "dist", name, entry.output)))
    && readFileSync(stamp, "utf8") === fingerprint(root, target.inputs);
}

function present(root, target) {
  return target.entries.filter((entry) => existsSync(join(root, entry.source)));
}

function stampOf(root, name) {
  return join(root, "dist", ".stamps", name);
}

async function main() {
  const { values } = parseArgs({ options: { force: { type: "boolean" }, only: { type: "string", multiple: true } } });
  const unknown = values.only?.find((name) => !(name in TARGETS));
  if (unknown !== undefined) throw new ScriptError(`--only takes ${Object.keys(TARGETS).join(", ")}; not ${unknown}.`);
  await build(values);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main().catch(fail);
