import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AppError } from "../../../design/errors.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import { writeAtomically } from "./write-atomically.ts";

/** An export's file beside what lies in the folder under its name. */
export interface ExportState {
  readonly file: ExportFile;
  readonly path: string;
  /** `new`: no such file; `same`: it says the same; `changed`: it says something else. */
  readonly state: "new" | "same" | "changed";
}

/** Looks which files of an export would change something in a folder. */
export async function compareExport(folder: string, files: readonly ExportFile[]): Promise<ExportState[]> {
  return Promise.all(
    files.map(async (file): Promise<ExportState> => {
      const path = placeIn(folder, file.path);
      const present = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
        throw new AppError("file-not-writable", `${path} is there and cannot be read. Choose another folder.`);
      });
      return { file, path, state: present === null ? "new" : present === file.text ? "same" : "changed" };
    }),
  );
}

/** Writes files into a folder, which is made where it is missing. */
export async function writeExport(folder: string, files: readonly ExportFile[]): Promise<void> {
  for (const file of files) {
    const path = placeIn(folder, file.path);
    await mkdir(dirname(path), { recursive: true }).catch(() => {
      throw new AppError("file-not-writable", `The folder ${dirname(path)} could not be made. Check who may write there.`);
    });
    await writeAtomically(path, file.text);
  }
}

/** Where a file of an export goes; never outside the folder, whatever its name. */
function placeIn(folder: string, path: string): string {
  const root = resolve(folder);
  const place = join(root, path);
  if (!place.startsWith(root)) throw new AppError("file-not-writable", `The export's file ${path} would lie outside of ${root}.`);
  return place;
}
