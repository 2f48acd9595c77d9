import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { MAX_DESIGN_BYTES } from "../../../design/document/load.ts";
import { AppError } from "../../../design/errors.ts";
import { readError } from "./file-error.ts";

/** A design's text and the hash of its bytes on disk. */
export interface DesignText {
  readonly text: string;
  readonly hash: string;
}

/** SHA-256 of a file's bytes, or of a text's UTF-8. */
export function contentHash(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What a screen calls a file: its name without the endings of a design. */
export function designName(path: string): string {
  return basename(path).replace(/(\.spillway)?(\.json)?$/i, "") || basename(path);
}

/**
 * Reads a design's text. Its size is looked at before it is read, so that a huge file costs nothing.
 * Rejects with an AppError: file-not-found, design-too-large, or design-unreadable (a folder, no permission, no UTF-8).
 */
export async function readDesignFile(path: string): Promise<DesignText> {
  try {
    await refuseByStat(path);
    const bytes = await readFile(path);
    if (bytes.length > MAX_DESIGN_BYTES) throw tooLarge(path, bytes.length);
    return { text: decode(path, bytes), hash: contentHash(bytes) };
  } catch (error) {
    throw readError(path, error);
  }
}

/** The refusal of a design of `bytes` bytes. */
export function tooLarge(path: string, bytes: number): AppError {
  return new AppError(
    "design-too-large",
    `${path} has ${Math.ceil(bytes / 1024 / 1024)} MB. A design may have ${MAX_DESIGN_BYTES / 1024 / 1024} MB at most.`,
  );
}

async function refuseByStat(path: string): Promise<void> {
  const status = await stat(path);
  if (status.isDirectory()) throw new AppError("design-unreadable", `${path} is a folder. Name a design file in it.`);
  if (!status.isFile()) throw new AppError("design-unreadable", `${path} is not a file but a device or a pipe.`);
  if (status.size > MAX_DESIGN_BYTES) throw tooLarge(path, status.size);
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("design-unreadable", `${path} is not UTF-8 text, so it cannot be a design.`, { cause: error });
  }
}
