import { FileImage, FileText } from "lucide-react";
import { hasReport, saveReportPage, saveReportPicture } from "../run/save-report.ts";
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
];
