import { z } from "zod";
import { reportOwnerSchema, type ReportOwner } from "./kept-report.ts";

/** The document that a run was started of, and its name then. */
export const runOwnerSchema = reportOwnerSchema.extend({ name: z.string() });
export type RunOwner = z.output<typeof runOwnerSchema>;

/** Whether a run is of this document: the same one, wherever it has been saved since, or the same file. One that nobody owns is everybody's. */
export function isRunOf(owner: ReportOwner | undefined, document: ReportOwner | null): boolean {
  if (owner === undefined || document === null) return true;
  return owner.document === document.document || (owner.path !== null && owner.path === document.path);
}
