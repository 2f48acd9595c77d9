import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of Spillway's own package.json, above this module: the same from the sources, from a bundle in
 * dist/node and from inside an app's archive.
 */
export function packageRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (nameIn(join(folder, "package.json")) === "spillway") return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json of Spillway above ${from}.`);
  }
}

/** Spillway's version as its package.json gives it. */
export function packageVersion(root = packageRoot()): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version?: unknown };
  return typeof version === "string" ? version : "0.0.0";
}

/** A file of the package that is to be run by another process: outside of an app's archive, where it was unpacked. */
export function unpacked(path: string): string {
  const outside = path.replace(/([\\/])app\.asar([\\/])/, "$1app.asar.unpacked$2");
  return existsSync(outside) ? outside : path;
}

function nameIn(packageFile: string): unknown {
  if (!existsSync(packageFile)) return undefined;
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { name?: unknown }).name;
}
