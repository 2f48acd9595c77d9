import { describeChanges } from "../../design/compare/describe-changes.ts";
import { AppError } from "../../design/errors.ts";
import type { Design } from "../../design/document/schema.ts";
import { MOST_LABELLED, type KeptReport, type KeptReportsAnswer, type ReportOwner } from "../contract/kept-report.ts";
import type { Report } from "../contract/report.ts";
import { createReportFiles, type StoredReports } from "./report-files.ts";

const MOST_CHANGES = 50;

/** The reports of each design's last runs. */
export interface KeptReports {
  /** `started` is the design as its run began, `ended` as it was after changes made on the way. */
  keep(owner: ReportOwner, run: { report: Report; endedAt: number; started: Design; ended: Design }): Promise<{ kept: KeptReport; bytes: number; mostBytes: number }>;
  /** A broken file counts as none and is left alone until the next report. */
  list(owner: ReportOwner): Promise<KeptReportsAnswer>;
  /** A document was saved into a file for the first time: its reports become the file's, where that has none. */
  adopt(owner: ReportOwner): Promise<KeptReportsAnswer>;
  /** Names a report, or with "" takes its name away. Throws `wrong-use`. */
  label(owner: ReportOwner, id: number, label: string): Promise<KeptReportsAnswer>;
  /** Deletes a report; what was changed before its run is told with the next one. */
  remove(owner: ReportOwner, id: number): Promise<KeptReportsAnswer>;
  /** Takes back a deletion. */
  restore(owner: ReportOwner, kept: KeptReport): Promise<KeptReportsAnswer>;
}

/** A file for each design in the folder `reports` of the data folder. */
export function createKeptReports(dataFolder: string): KeptReports {
  const files = createReportFiles(dataFolder);
  let last: Promise<unknown> = Promise.resolve();

  /** One change after another. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }

  async function answer(name: string): Promise<KeptReportsAnswer> {
    return { reports: [...((await files.read(name))?.reports ?? [])], ...(await files.room()) };
  }

  /** Changes what is stored of a design, if anything is. */
  function change(owner: ReportOwner, next: (stored: StoredReports) => StoredReports): Promise<KeptReportsAnswer> {
    return inTurn(async () => {
      const name = nameOf(owner);
      const stored = await files.read(name);
      if (stored !== null) await files.write(name, next(stored));
      return answer(name);
    });
  }

  return {
    keep: (owner, { report, endedAt, started, ended }) =>
      inTurn(async () => {
        const name = nameOf(owner);
        const before = await files.read(name);
        const changes = [...(before?.pending ?? []), ...(before?.design ? describeChanges(before.design, started) : [])].slice(0, MOST_CHANGES);
        const kept = { id: (before?.lastId ?? 0) + 1, endedAt, changes, report };
        await files.write(name, { design: ended, lastId: kept.id, pending: [], reports: [kept, ...(before?.reports ?? [])] });
        return { kept, ...(await files.room()) };
      }),
    list: (owner) => inTurn(() => answer(nameOf(owner))),
    adopt: (owner) =>
      inTurn(async () => {
        const [own, drawn] = [await files.read(nameOf(owner)), await files.read(owner.document)];
        if (own === null && drawn !== null && owner.path !== null) {
          await files.write(owner.path, drawn);
          await files.remove(owner.document);
        }
        return answer(nameOf(owner));
      }),
    label: (owner, id, label) =>
      change(owner, (stored) => {
        const named = stored.reports.filter((report) => report.id !== id && report.label !== undefined);
        if (label !== "" && named.length >= MOST_LABELLED) {
          throw new AppError("wrong-use", `${MOST_LABELLED} reports of this design have a name already. Delete one, or take its name away, then name this one.`);
        }
        function renamed(report: KeptReport): KeptReport {
          const { label: _, ...rest } = report;
          return label === "" ? rest : { ...rest, label };
        }
        return { ...stored, reports: stored.reports.map((report) => (report.id === id ? renamed(report) : report)) };
      }),
    remove: (owner, id) => change(owner, (stored) => without(stored, id)),
    restore: (owner, kept) => change(owner, (stored) => within(without(stored, kept.id), kept)),
  };
}

/** The reports without one, whose changes go to the run after it. */
function without(stored: StoredReports, id: number): StoredReports {
  const at = stored.reports.findIndex((report) => report.id === id);
  const removed = stored.reports[at];
  if (!removed) return stored;
  const reports = stored.reports.map((report, index) => (index === at - 1 ? { ...report, changes: [...removed.changes, ...report.changes] } : report)).toSpliced(at, 1);
  return { ...stored, reports, pending: at === 0 ? [...removed.changes, ...stored.pending] : stored.pending };
}

/** The reports with one again, which takes its changes back from the run after it. */
function within(stored: StoredReports, kept: KeptReport): StoredReports {
  const found = stored.reports.findIndex(({ id }) => id < kept.id);
  const at = found === -1 ? stored.reports.length : found;
  const rest = (changes: readonly string[]): string[] => changes.slice(kept.changes.every((change, index) => changes[index] === change) ? kept.changes.length : 0);
  const reports = stored.reports.map((report, index) => (index === at - 1 ? { ...report, changes: rest(report.changes) } : report)).toSpliced(at, 0, kept);
  return { ...stored, reports, pending: at === 0 ? rest(stored.pending) : stored.pending };
}

function nameOf({ path, document }: ReportOwner): string {
  return path ?? document;
}
