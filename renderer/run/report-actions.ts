import type { CallResponse } from "../../engine/contract/api.ts";
import type { KeptReport, ReportOwner } from "../../engine/contract/kept-report.ts";
import type { CommandContext } from "../commands/command.ts";
import { reportView } from "../stores/report-view.ts";
import { dockReportWords } from "../words/dock-report.ts";

type Context = Pick<CommandContext, "document" | "run" | "session" | "engine">;

/** Gives a kept report a name; with "" it has none any more. Rejects with the engine's AppError. */
export async function labelReport(context: Context, id: number, label: string): Promise<void> {
  const owner = ownerOf(context);
  accept(context, owner, await context.engine.call("reports.label", { owner, id, label }));
}

/** Deletes a kept report, which can be taken back. */
export async function removeReport(context: Context, kept: KeptReport): Promise<void> {
  const owner = ownerOf(context);
  accept(context, owner, await context.engine.call("reports.remove", { owner, id: kept.id }));
  reportView.removed({ owner, kept });
  context.session.getState().toast({ level: "info", text: dockReportWords.deletedReport(kept.id), command: "report.restore" });
}

/** Whether the deletion that was made last can be taken back: while its design is open. */
export function canRestore(context: Pick<Context, "document">): boolean {
  const removed = reportView.lastRemoved();
  return removed !== null && isSame(removed.owner, ownerOf(context));
}

/** Takes back the deletion that was made last, and shows the report. */
export async function restoreReport(context: Context): Promise<void> {
  const removed = reportView.lastRemoved();
  if (removed === null) return;
  accept(context, removed.owner, await context.engine.call("reports.restore", removed));
  reportView.removed(null);
  reportView.choose(removed.kept.id);
}

function accept(context: Context, owner: ReportOwner, { reports, ...room }: CallResponse<"reports.list">): void {
  // Another design may have been opened meanwhile.
  if (!isSame(owner, ownerOf(context))) return;
  reportView.room(room);
  context.run.getState().restoreReports(reports);
}

function ownerOf({ document }: Pick<Context, "document">): ReportOwner {
  const { path, key } = document.getState();
  return { path, document: key };
}

function isSame(a: ReportOwner, b: ReportOwner): boolean {
  return a.path === b.path && a.document === b.document;
}
