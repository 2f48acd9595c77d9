import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { contentHash, designName } from "./read-design-file.ts";
import { writeAtomically } from "./write-atomically.ts";

const entrySchema = z.object({
  format: z.literal("spillway-recovery"),
  key: z.string(),
  path: z.string().nullable(),
  text: z.string(),
  savedAt: z.number(),
});

/** Unsaved work of one document. */
export interface RecoveryEntry {
  readonly key: string;
  readonly path: string | null;
  readonly name: string;
  readonly text: string;
  readonly savedAt: number;
}

/** Keeps unsaved work over a crash, one file per document key. */
export interface RecoveryStore {
  /** Atomic: the entry before it stays until this one is on disk. */
  write(entry: { key: string; path: string | null; text: string }): Promise<void>;
  /** Newest first. A broken entry is left out and left alone. */
  list(): Promise<RecoveryEntry[]>;
  clear(key: string): Promise<void>;
}

/** The entries in the folder `recovery` of the data folder. `now` is milliseconds since 1970. */
export function createRecoveryStore(dataFolder: string, now: () => number): RecoveryStore {
  const folder = join(dataFolder, "recovery");

  /** Keys are free text; a hash is a safe file name. */
  function fileOf(key: string): string {
    return join(folder, `${contentHash(key).slice(0, 32)}.json`);
  }

  return {
    async write({ key, path, text }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeAtomically(fileOf(key), JSON.stringify({ format: "spillway-recovery", key, path, text, savedAt: now() }));
    },
    async list() {
      const names = await readdir(folder).catch(() => []);
      const entries = await Promise.all(names.filter((name) => name.endsWith(".json")).map((name) => readEntry(join(folder, name))));
      return entries.flatMap((entry) => entry ?? []).sort((a, b) => b.savedAt - a.savedAt);
    },
    async clear(key) {
      await rm(fileOf(key), { force: true });
    },
  };
}

async function readEntry(file: string): Promise<RecoveryEntry | null> {
  try {
    const { key, path, text, savedAt } = entrySchema.parse(JSON.parse(await readFile(file, "utf8")));
    return { key, path, text, savedAt, name: path === null ? (nameInText(text) ?? "Untitled") : designName(path) };
  } catch {
    return null;
  }
}

function nameInText(text: string): string | undefined {
  try {
    const name = (JSON.parse(text) as { name?: unknown } | null)?.name;
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}
