import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { documentSchema, type Design } from "../../design/document/schema.ts";
import { keptOf, keptReportSchema, type KeptReport } from "../contract/kept-report.ts";
import { contentHash } from "./files/read-design-file.ts";
import { writeAtomically } from "./files/write-atomically.ts";

const storedSchema = z.object({
  format: z.literal("spillway-reports"),
  version: z.literal(1),
  owner: z.string(),
  design: z.unknown(),
  lastId: z.number().optional(),
  pending: z.array(z.string()).default([]),
  /** Each is read for itself: one that another version of the product wrote does not cost the others. */
  reports: z.array(z.unknown()),
});

/** What is stored of a design. */
export interface StoredReports {
  /** As the newest run ended with it: the next one's changes are told against it. Null where it cannot be read. */
  readonly design: Design | null;
  /** That of the newest run that there ever was: no id is given twice. */
  readonly lastId: number;
  /** What was changed before runs whose reports were deleted since. */
  readonly pending: readonly string[];
  /** Newest first. */
  readonly reports: readonly KeptReport[];
}

/** Designs whose reports are kept; those of the design that was run longest ago are forgotten first. */
const MOST_DESIGNS = 200;
/** Reports of large designs are large: of one design only so much is kept, and of all together. */
const MOST_BYTES_OF_ONE = 16_000_000;
const MOST_BYTES = 256_000_000;

/** The files of kept reports, one a design, within bounds. Changes must come one after another. */
export interface ReportFiles {
  /** Null where there is none, and where it is broken. */
  read(owner: string): Promise<StoredReports | null>;
  /** Writes what of it is kept, and forgets other designs' files where that is too much. */
  write(owner: string, stored: StoredReports): Promise<void>;
  remove(owner: string): Promise<void>;
  /** How much room all take, and may take. */
  room(): Promise<{ bytes: number; mostBytes: number }>;
}

/** They lie in the folder `reports` of the data folder. */
export function createReportFiles(dataFolder: string, { mostBytes = MOST_BYTES, mostDesigns = MOST_DESIGNS } = {}): ReportFiles {
  const folder = join(dataFolder, "reports");

  function fileOf(owner: string): string {
    return join(folder, `${contentHash(owner).slice(0, 32)}.json`);
  }

  /** The one that was written last comes first. */
  async function filesByAge(): Promise<{ file: string; bytes: number; changedAt: number }[]> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
    const found = await Promise.all(names.map(async (name) => ({ file: join(folder, name), status: await stat(join(folder, name)) })));
    return found.map(({ file, status }) => ({ file, bytes: status.size, changedAt: status.mtimeMs })).toSorted((a, b) => b.changedAt - a.changedAt);
  }

  async function forgetOldest(written: string): Promise<void> {
    let bytes = 0;
    for (const [index, { file, bytes: size }] of (await filesByAge()).entries()) {
      bytes += size;
      if (file !== written && (index >= mostDesigns || bytes > mostBytes)) await rm(file, { force: true });
    }
  }

  return {
    async read(owner) {
      try {
        const { design, lastId, pending, reports: given } = storedSchema.parse(JSON.parse(await readFile(fileOf(owner), "utf8")));
        const reports = given.flatMap((each) => keptReportSchema.safeParse(each).data ?? []);
        return { design: documentSchema.safeParse(design).data ?? null, lastId: lastId ?? reports[0]?.id ?? 0, pending, reports };
      } catch {
        return null;
      }
    },
    async write(owner, { design, lastId, pending, reports }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const kept = keptOf(reports, MOST_BYTES_OF_ONE, (report) => JSON.stringify(report).length);
      await writeAtomically(fileOf(owner), JSON.stringify({ format: "spillway-reports", version: 1, owner, design, lastId, pending, reports: kept }));
      await forgetOldest(fileOf(owner));
    },
    remove: (owner) => rm(fileOf(owner), { force: true }),
    async room() {
      const bytes = (await filesByAge()).reduce((sum, each) => sum + each.bytes, 0);
      return { bytes, mostBytes };
    },
  };
}
