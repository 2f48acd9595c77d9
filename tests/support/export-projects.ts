import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ExportFile } from "../../design/export/target.ts";

/** Writes the files of an export below a folder. */
export async function writeProject(folder: string, files: readonly ExportFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Lets projects in a folder find the packages that are installed here. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(join(import.meta.dirname, "..", "..", "node_modules"), join(folder, "node_modules"));
}
