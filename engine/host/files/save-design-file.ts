import { MAX_DESIGN_BYTES } from "../../../design/document/load.ts";
import { isAppError } from "../../../design/errors.ts";
import { contentHash, readDesignFile, tooLarge } from "./read-design-file.ts";
import { writeAtomically } from "./write-atomically.ts";

export interface SaveRequest {
  readonly path: string;
  readonly text: string;
  /** Hash of the content that the text was edited from; absent for a file that was never read. */
  readonly hash?: string;
  /** Write whatever lies there. */
  readonly overwrite: boolean;
}

/** `conflict`: somebody else's content lies there (`hash` is its hash) and nothing was written. */
export interface SaveResult {
  readonly conflict: boolean;
  readonly hash: string;
}

const saving = new Map<string, Promise<unknown>>();

/**
 * Saves a design's text. Unless told to overwrite, it writes only over what it was edited from, over the very same text,
 * or where no file is. Saves of one path happen one after the other. Rejects as `writeAtomically` does, or with design-too-large.
 */
export function saveDesignFile(request: SaveRequest): Promise<SaveResult> {
  const before = saving.get(request.path) ?? Promise.resolve();
  const mine = before.catch(() => {}).then(() => save(request));
  saving.set(request.path, mine);
  const forget = () => {
    if (saving.get(request.path) === mine) saving.delete(request.path);
  };
  mine.then(forget, forget);
  return mine;
}

async function save({ path, text, hash, overwrite }: SaveRequest): Promise<SaveResult> {
  const size = Buffer.byteLength(text);
  if (size > MAX_DESIGN_BYTES) throw tooLarge(path, size);
  const mine = contentHash(text);
  if (!overwrite) {
    const theirs = await hashOnDisk(path);
    if (theirs !== null && theirs !== hash && theirs !== mine) return { conflict: true, hash: theirs };
  }
  await writeAtomically(path, text);
  return { conflict: false, hash: mine };
}

/** Null where no file is. What cannot be read as a design has a hash of its own, so that it is never overwritten unasked. */
async function hashOnDisk(path: string): Promise<string | null> {
  try {
    return (await readDesignFile(path)).hash;
  } catch (error) {
    if (isAppError(error)) return error.code === "file-not-found" ? null : contentHash(`unreadable: ${error.message}`);
    throw error;
  }
}
