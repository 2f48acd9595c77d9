import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AppError } from "../../../design/errors.ts";
import { readError } from "./file-error.ts";

const MOST_ENTRIES = 5000;

export interface FolderListing {
  readonly folder: string;
  /** Null at the top. */
  readonly parent: string | null;
  readonly entries: { name: string; path: string; kind: "folder" | "design" }[];
}

/**
 * A folder's folders and design files (`.spillway.json`, `.spillway`, `.json`), folders first, without hidden ones.
 * Rejects with an AppError where there is no such folder or no permission.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const path = resolve(folder);
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw folderError(path, error);
  });
  const visible = entries.filter((entry) => !entry.name.startsWith(".")).slice(0, MOST_ENTRIES);
  const kinds = await Promise.all(visible.map((entry) => kindOf(path, entry)));
  const listed = visible.flatMap((entry, index) => {
    const kind = kinds[index];
    return kind ? [{ name: entry.name, path: join(path, entry.name), kind }] : [];
  });
  listed.sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name, undefined, { numeric: true }) : a.kind === "folder" ? -1 : 1));
  return { folder: path, parent: dirname(path) === path ? null : dirname(path), entries: listed };
}

type Entry = { name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean };

/** A link is what it leads to; one that leads nowhere is left out. */
async function kindOf(folder: string, entry: Entry): Promise<"folder" | "design" | null> {
  const status = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => null) : entry;
  if (status?.isDirectory()) return "folder";
  return status?.isFile() && /\.(spillway|json)$/i.test(entry.name) ? "design" : null;
}

function folderError(path: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "ENOTDIR") return new AppError("file-not-found", `${path} is not a folder.`, { cause: error });
  if (code === "ENOENT") return new AppError("file-not-found", `There is no folder ${path}.`, { cause: error });
  return readError(path, error);
}
