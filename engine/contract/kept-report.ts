import { z } from "zod";
import { reportSchema } from "./report.ts";

/** Whose reports: the file of a design, or, while it is in none, the document's own key. */
export const reportOwnerSchema = z.object({ path: z.string().min(1).max(4096).nullable(), document: z.string().min(1).max(200) });
export type ReportOwner = z.output<typeof reportOwnerSchema>;

/** A report as it is kept for a design. */
export const keptReportSchema = z.object({
  /** Counted from 1 over the runs of the design. */
  id: z.number().int().min(1),
  /** Unix time, ms. */
  endedAt: z.number(),
  /** What was changed in the design since the run before it, in words; empty for the first. */
  changes: z.array(z.string()),
  /** What somebody called it. */
  label: z.string().min(1).max(60).optional(),
  report: reportSchema,
});
export type KeptReport = z.output<typeof keptReportSchema>;

/** What is kept of a design, newest first, and how much room the reports of all designs take, bytes. */
export const keptReportsSchema = z.object({ reports: z.array(keptReportSchema), bytes: z.number(), mostBytes: z.number() });
export type KeptReportsAnswer = z.output<typeof keptReportsSchema>;

/** So many are kept for each design: the newest, and before older ones those that have a name. */
export const MOST_REPORTS = 30;

/** So many of a design may have a name. */
export const MOST_LABELLED = 20;

/** Those that are kept of these, newest first, of `size` bytes each: the newest always, then those that have a name. */
export function keptOf(reports: readonly KeptReport[], mostBytes = Infinity, size: (report: KeptReport) => number = () => 0): KeptReport[] {
  const byWorth = reports.toSorted((a, b) => worthOf(b) - worthOf(a) || b.id - a.id);
  let bytes = 0;
  const kept = new Set<KeptReport>();
  for (const report of byWorth.slice(0, MOST_REPORTS)) {
    bytes += size(report);
    if (kept.size > 0 && bytes > mostBytes) break;
    kept.add(report);
  }
  return reports.filter((report) => kept.has(report));

  function worthOf(report: KeptReport): number {
    return report === reports[0] ? 2 : report.label === undefined ? 0 : 1;
  }
}
