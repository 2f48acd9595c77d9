import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * One string for the state of some files and folders: it changes when a file is edited, added,
 * removed or renamed. Reads names, sizes and times only, never contents. Tests do not count.
 */
export function fingerprint(root, paths) {
  const hash = createHash("sha256");
  for (const path of paths) visit(join(root, path), path, hash);
  return hash.digest("hex");
}

function visit(path, name, hash) {
  if (!existsSync(path)) return;
  const status = statSync(path);
  if (!status.isDirectory()) {
    hash.update(`${name}\0${status.size}\0${status.mtimeMs}\n`);
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (!/\.test\.tsx?$/.test(entry)) visit(join(path, entry), `${name}/${entry}`, hash);
  }
}
