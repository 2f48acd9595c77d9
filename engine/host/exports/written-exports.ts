import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../files/write-atomically.ts";

const MOST_REMEMBERED = 20_000;

const writtenSchema = z.object({ files: z.record(z.string(), z.string()) });

/** What was written last into each file of an export: tells a file that somebody has changed from one that is merely old. */
export interface WrittenExports {
  /** Hash by absolute path. A broken memory counts as empty: then every file counts as somebody else's. */
  hashes(): Promise<ReadonlyMap<string, string>>;
  /** Never rejects: what cannot be remembered is asked about once more. */
  remember(written: ReadonlyMap<string, string>): Promise<void>;
}

/** The memory in `written-exports.json` of the data folder. */
export function createWrittenExports(dataFolder: string): WrittenExports {
  const file = join(dataFolder, "written-exports.json");
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Map<string, string>> {
    try {
      return new Map(Object.entries(writtenSchema.parse(JSON.parse(await readFile(file, "utf8"))).files));
    } catch {
      return new Map();
    }
  }

  async function add(written: ReadonlyMap<string, string>): Promise<void> {
    const known = await read();
    for (const [path, hash] of written) {
      known.delete(path);
      known.set(path, hash);
    }
    await mkdir(dirname(file), { recursive: true });
    await writeAtomically(file, `${JSON.stringify({ files: Object.fromEntries([...known].slice(-MOST_REMEMBERED)) }, null, 2)}\n`);
  }

  return {
    async hashes() {
      await last;
      return read();
    },
    async remember(written) {
      const added = last.then(() => add(written)).catch(() => {});
      last = added;
      await added;
    },
  };
}
