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
  report: reportSchema,
});
export type KeptReport = z.output<typeof keptReportSchema>;

/** So many are kept for each design, the newest. */
export const MOST_REPORTS = 30;
