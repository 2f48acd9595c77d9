import { FileImage, FileText, Trash2, Undo2 } from "lucide-react";
import { canRestore, removeReport, restoreReport } from "../run/report-actions.ts";
import { hasReport, saveReportPage, saveReportPicture } from "../run/save-report.ts";
import { reportView } from "../stores/report-view.ts";
import { dockReportWords } from "../words/dock-report.ts";
import type { Command } from "./command.ts";

/** Taking a report away. */
export const reportCommands: readonly Command[] = [
  {
    id: "report.save-page",
    label: "Save the report as a page (HTML)",
    keywords: ["export", "html", "share", "print", "handout"],
    group: "run",
    section: "report",
    keys: ["Alt+Shift+R"],
    icon: FileText,
    when: hasReport,
    perform: saveReportPage,
  },
  {
    id: "report.save-picture",
    label: "Save the report as a picture (PNG)",
    keywords: ["export", "image", "png", "slide"],
    group: "run",
    section: "report",
    keys: ["Alt+Shift+I"],
    icon: FileImage,
    when: hasReport,
    perform: saveReportPicture,
  },
  {
    id: "report.delete",
    label: dockReportWords.deleteReport,
    keywords: ["remove", "forget", "report", "run"],
    group: "run",
    section: "report",
    icon: Trash2,
    when: (context) => hasReport(context) && context.run.getState().connection.status === "connected",
    perform: async (context) => {
      const { kept } = reportView.shownOf(context.run.getState().reports);
      if (kept) await removeReport(context, kept);
    },
  },
  {
    id: "report.restore",
    label: dockReportWords.bringBackTheReport,
    keywords: ["undo", "undelete", "report"],
    group: "run",
    section: "report",
    icon: Undo2,
    when: canRestore,
    perform: restoreReport,
  },
];
