import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeChanges } from "../../design/compare/describe-changes.ts";
import { documentSchema, type Design } from "../../design/document/schema.ts";
import { keptReportSchema, MOST_REPORTS, type KeptReport, type ReportOwner } from "../contract/kept-report.ts";
import type { Report } from "../contract/report.ts";
import { contentHash } from "./files/read-design-file.ts";
import { writeAtomically } from "./files/write-atomically.ts";

const storedSchema = z.object({
  format: z.literal("spillway-reports"),
  version: z.literal(1),
  owner: z.string(),
  design: z.unknown(),
  /** Each is read for itself: one that another version of the product wrote does not cost the others. */
  reports: z.array(z.unknown()),
});

interface Stored {
  /** As the newest run ended with it: the next one's changes are told against it. Null where it cannot be read. */
  readonly design: Design | null;
  /** Newest first. */
  readonly reports: readonly KeptReport[];
}

/** Designs whose reports are kept; those of the design that was run longest ago are forgotten first. */
const MOST_DESIGNS = 200;
/** Reports of large designs are large: of those only the newest within this. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_CHANGES = 50;

/** The reports of each design's last runs. */
export interface KeptReports {
  /** `started` is the design as its run began, `ended` as it was after changes made on the way. */
  keep(owner: ReportOwner, run: { report: Report; endedAt: number; started: Design; ended: Design }): Promise<KeptReport>;
  /** Newest first. A broken file counts as none and is left alone until the next report. */
  list(owner: ReportOwner): Promise<KeptReport[]>;
  /** A document was saved into a file for the first time: its reports become the file's, where that has none. */
  adopt(owner: ReportOwner): Promise<KeptReport[]>;
}

/** A file for each design in the folder `reports` of the data folder. */
export function createKeptReports(dataFolder: string): KeptReports {
  const folder = join(dataFolder, "reports");
  let last: Promise<unknown> = Promise.resolve();

  function fileOf(owner: string): string {
    return join(folder, `${contentHash(owner).slice(0, 32)}.json`);
  }

  async function read(owner: string): Promise<Stored | null> {
    try {
      const { design, reports } = storedSchema.parse(JSON.parse(await readFile(fileOf(owner), "utf8")));
      return { design: documentSchema.safeParse(design).data ?? null, reports: reports.flatMap((each) => keptReportSchema.safeParse(each).data ?? []) };
    } catch {
      return null;
    }
  }

  async function write(owner: string, design: Design | null, reports: readonly KeptReport[]): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let kept = reports.slice(0, MOST_REPORTS);
    const textOf = (): string => JSON.stringify({ format: "spillway-reports", version: 1, owner, design, reports: kept });
    let text = textOf();
    while (kept.length > 1 && text.length > MOST_BYTES) {
      kept = kept.slice(0, Math.max(1, Math.floor((kept.length * MOST_BYTES) / text.length)));
      text = textOf();
    }
    await writeAtomically(fileOf(owner), text);
  }

  /** One change after another. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }

  return {
    keep: (owner, { report, endedAt, started, ended }) =>
      inTurn(async () => {
        const name = nameOf(owner);
        const before = await read(name);
        const changes = before?.design ? describeChanges(before.design, started).slice(0, MOST_CHANGES) : [];
        const kept = { id: (before?.reports[0]?.id ?? 0) + 1, endedAt, changes, report };
        await write(name, ended, [kept, ...(before?.reports ?? [])]);
        if (before === null) await forgetOldest(folder);
        return kept;
      }),
    list: (owner) => inTurn(async () => [...((await read(nameOf(owner)))?.reports ?? [])]),
    adopt: (owner) =>
      inTurn(async () => {
        const [own, drawn] = [await read(nameOf(owner)), await read(owner.document)];
        if (own !== null || drawn === null || owner.path === null) return [...(own?.reports ?? [])];
        await write(owner.path, drawn.design, drawn.reports);
        await rm(fileOf(owner.document), { force: true });
        return [...drawn.reports];
      }),
  };
}

function nameOf({ path, document }: ReportOwner): string {
  return path ?? document;
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  if (names.length <= MOST_DESIGNS) return;
  const dated = await Promise.all(names.map(async (name) => ({ file: join(folder, name), changedAt: (await stat(join(folder, name))).mtimeMs })));
  const oldest = dated.toSorted((a, b) => a.changedAt - b.changedAt).slice(0, names.length - MOST_DESIGNS);
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
}
