import type { CommandContext } from "../commands/command.ts";
import { lessonStore } from "../lessons/lesson-store.ts";
import { reportSentence } from "../../engine/contract/report-page/report-sentence.ts";
import type { SessionState } from "../stores/session-state.ts";

const SHOW_REPORT = "view.dock-report";

/** Shows a new report where the run was being watched, and elsewhere tells that it is there, until it is looked at. */
export function tellOfReports({ run, session }: CommandContext): () => void {
  const ends = [
    session.subscribe((now, before) => {
      if (!isReportOpen(now) || isReportOpen(before)) return;
      for (const { id, command } of now.toasts) if (command === SHOW_REPORT) now.dismissToast(id);
    }),
    run.subscribe((now, before) => {
      const [newest] = now.reports;
      if (!newest || newest.report === before.reports[0]?.report || newest.id === now.seenReport) return;
      // The lesson's own step tells of its run.
      if (now.run !== null && lessonStore.getState().open?.running?.runId === now.run.runId) return;
      const { dockTab, panels, showDock, toast } = session.getState();
      if (isReportOpen(session.getState())) return;
      if (panels.dock.open && dockTab === "run") return showDock("report");
      toast({ level: newest.report.ended === "failed" ? "error" : "success", text: reportSentence(newest.report), command: SHOW_REPORT });
    }),
  ];
  return () => ends.forEach((end) => end());
}

function isReportOpen({ panels, dockTab }: Pick<SessionState, "panels" | "dockTab">): boolean {
  return panels.dock.open && dockTab === "report";
}
