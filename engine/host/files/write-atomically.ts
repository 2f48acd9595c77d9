import { randomBytes } from "node:crypto";
import { chmod, chown, open, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { notWritable, systemCode, writeError } from "./file-error.ts";

/** How a new file is opened, where it is not to be as any other. */
export interface WriteOptions {
  /** Opens the new file, exclusively. */
  readonly openNew?: (path: string) => Promise<FileHandle>;
}

const RENAME_TRIES = 5;

/**
 * Replaces a file's content, or makes the file: afterwards it holds all of `content`, or the call has rejected with an
 * AppError (disk-full, file-not-writable, file-not-found for its folder) and the file is as it was. A new file is written
 * beside it, synced and renamed over it; a link is followed, owner and mode are kept.
 *
 * Written here because `write-file-atomic` 6 ignores how much was written: on a full disk it replaced a good file by the
 * part that had found room, without an error. `FileHandle.writeFile` goes on until all is written or an error says why not.
 */
export async function writeAtomically(path: string, content: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path);
    const before = await stat(target).catch(() => null);
    if (before?.isDirectory()) throw notWritable(path, "it is a folder");
    // A rename would replace it all the same, and so would root.
    if (before && (before.mode & 0o222) === 0) throw notWritable(path, "it is read-only");
    const temporary = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
    try {
      await writeNew(temporary, content, options.openNew ?? ((file) => open(file, "wx")));
      if (before) await keepOwnerAndMode(temporary, before);
      await renameOver(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    await syncFolder(dirname(target));
  } catch (error) {
    throw writeError(path, error);
  }
}

async function writeNew(path: string, content: string | Uint8Array, openNew: (path: string) => Promise<FileHandle>): Promise<void> {
  const file = await openNew(path);
  try {
    await file.writeFile(content, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Another user's file keeps its owner where we may give it away; elsewhere it becomes ours, which is no reason to fail. */
async function keepOwnerAndMode(path: string, before: { uid: number; gid: number; mode: number }): Promise<void> {
  await chown(path, before.uid, before.gid).catch(() => {});
  await chmod(path, before.mode & 0o7777).catch(() => {});
}

/** Windows refuses a rename while another program, mostly a virus scanner, has a look at the file. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const isBusy = process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(systemCode(error) ?? "");
      if (!isBusy || attempt === RENAME_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt));
    }
  }
}

/** Makes the rename itself survive a power loss. Not every system can: then nothing more can be done. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
