import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { AppError } from "../../../design/errors.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import type { ComparedFile, FileState } from "../../contract/exports.ts";
import { systemCode } from "../files/file-error.ts";
import { contentHash } from "../files/read-design-file.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { contentOf } from "./content.ts";

/** A file of an export to write, unless what lies there has another hash than `seen` (null: nothing may lie there). */
export interface FileToWrite extends ExportFile {
  readonly seen: string | null;
}

/** What writing an export's files would change in a folder. `written` has the hash of what was written last, by absolute path. */
export async function compareExport(folder: string, files: readonly ExportFile[], written: ReadonlyMap<string, string>): Promise<ComparedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const place = placeIn(folder, file.path);
      const bytes = await bytesAt(place);
      if (bytes === null) return { path: file.path, state: "new", hash: null, present: null };
      const hash = contentHash(bytes);
      return { path: file.path, state: stateOf(hash, contentHash(await contentOf(file)), written.get(place)), hash, present: file.raster ? null : textOf(bytes) };
    }),
  );
}

/**
 * Writes files into a folder, which is made where it is missing. A file that has become another since it was looked at is left as it is
 * and named among `conflicts`. `hashes` are those of what was written, by absolute path.
 */
export async function writeExport(folder: string, files: readonly FileToWrite[]): Promise<{ written: string[]; conflicts: string[]; hashes: Map<string, string> }> {
  const [written, conflicts, hashes]: [string[], string[], Map<string, string>] = [[], [], new Map()];
  for (const file of files) {
    const place = placeIn(folder, file.path);
    const content = await contentOf(file);
    const hash = contentHash(content);
    const present = await bytesAt(place);
    const presentHash = present === null ? null : contentHash(present);
    if (presentHash !== file.seen && presentHash !== hash) {
      conflicts.push(file.path);
      continue;
    }
    if (presentHash !== hash) {
      await mkdir(dirname(place), { recursive: true }).catch(() => {
        throw new AppError("file-not-writable", `The folder ${dirname(place)} could not be made. Check who may write there.`);
      });
      await writeAtomically(place, content);
    }
    written.push(file.path);
    hashes.set(place, hash);
  }
  return { written, conflicts, hashes };
}

function stateOf(present: string, fresh: string, lastWritten: string | undefined): FileState {
  if (present === fresh) return "same";
  if (lastWritten === undefined) return "foreign";
  return present === lastWritten ? "outdated" : "edited";
}

/** Null where there is no file. */
async function bytesAt(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return null;
    throw new AppError("file-not-writable", `${path} is there and cannot be read. Choose another folder.`, { cause: error });
  });
}

/** Null for what is no text. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Where a file of an export goes; never outside the folder, whatever its name. */
function placeIn(folder: string, path: string): string {
  const root = resolve(folder);
  const place = join(root, path);
  if (!place.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) throw new AppError("file-not-writable", `The export's file ${path} would lie outside of ${root}.`);
  return place;
}
