import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A process that started on the last build may still load its chunks; after this time none does. */
const KEEP_OLD_MS = 3_600_000;

/**
 * Moves the files of a finished build into place, each by one rename: a reader sees the old file or
 * the new one, never half of one. Files that are referred to (chunks, assets) go before the
 * `entries` that refer to them. What an earlier build left over is removed when it is old.
 */
export function publish(from, to, entries) {
  const files = filesUnder(from);
  const isEntry = (file) => entries.includes(file);
  for (const file of [...files.filter((name) => !isEntry(name)), ...files.filter(isEntry)]) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
  for (const file of filesUnder(to)) {
    const path = join(to, file);
    if (!files.includes(file) && Date.now() - statSync(path).mtimeMs > KEEP_OLD_MS) rmSync(path, { force: true });
  }
  rmSync(from, { recursive: true, force: true });
}

function filesUnder(folder, prefix = "") {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]);
}
