#!/usr/bin/env node
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fail } from "./lib/report.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs the command line; in a source tree it is built first when it is older than its sources. */
async function main() {
  if (existsSync(join(ROOT, "engine", "cli", "main.ts"))) {
    const { build } = await import("./build.mjs");
    await build({ root: ROOT, only: ["node"] });
  }
  await import(pathToFileURL(join(ROOT, "dist", "node", "cli.js")).href);
}

main().catch(fail);
