import type { CommandContext } from "../commands/command.ts";
import { lessonStore } from "../lessons/lesson-store.ts";
import { reportSentence } from "../../engine/contract/report-page/report-sentence.ts";

/** Shows a new report where the run was being watched, and elsewhere tells that it is there. */
export function tellOfReports({ run, session }: CommandContext): () => void {
  return run.subscribe((now, before) => {
    const [newest] = now.reports;
    if (!newest || newest.report === before.reports[0]?.report || newest.id === now.seenReport) return;
    // The lesson's own step tells of its run.
    if (now.run !== null && lessonStore.getState().open?.running?.runId === now.run.runId) return;
    const { dockTab, panels, showDock, toast } = session.getState();
    if (panels.dock.open && dockTab === "report") return;
    if (panels.dock.open && dockTab === "run") return showDock("report");
    toast({ level: newest.report.ended === "failed" ? "error" : "success", text: reportSentence(newest.report), command: "view.dock-report" });
  });
}
