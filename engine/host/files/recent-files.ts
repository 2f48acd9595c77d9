import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { designName } from "./read-design-file.ts";
import { writeAtomically } from "./write-atomically.ts";

const LONGEST = 20;

const recentSchema = z.object({ files: z.array(z.object({ path: z.string(), openedAt: z.number() })) });
type RecentFile = z.output<typeof recentSchema>["files"][number];

/** The files that were opened or saved last. */
export interface RecentFiles {
  /** Newest first; those that are no longer there are left out. A broken list counts as empty. */
  list(): Promise<{ path: string; name: string; openedAt: number }[]>;
  /** Never rejects: a list that cannot be written is no reason to fail an open. */
  add(path: string): Promise<void>;
}

/** The list in `recent.json` of the data folder. `now` is milliseconds since 1970. */
export function createRecentFiles(dataFolder: string, now: () => number): RecentFiles {
  const file = join(dataFolder, "recent.json");
  let last: Promise<void> = Promise.resolve();

  async function read(): Promise<RecentFile[]> {
    try {
      return recentSchema.parse(JSON.parse(await readFile(file, "utf8"))).files;
    } catch {
      return [];
    }
  }

  async function write(path: string): Promise<void> {
    const others = (await read()).filter((other) => other.path !== path);
    const files = [{ path, openedAt: now() }, ...others].slice(0, LONGEST);
    await mkdir(dirname(file), { recursive: true });
    await writeAtomically(file, `${JSON.stringify({ files }, null, 2)}\n`);
  }

  return {
    async list() {
      await last;
      const files = await read();
      const present = await Promise.all(files.map(({ path }) => stat(path).then((status) => status.isFile(), () => false)));
      return files.filter((_, index) => present[index]).map((entry) => ({ ...entry, name: designName(entry.path) }));
    },
    add(path) {
      last = last.then(() => write(path)).catch(() => {});
      return last;
    },
  };
}
