import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** `#12 “Before the cache”, live`: a kept report among others. */
export function reportTitle({ id, label, report }: KeptReport): string {
  const mode = report.mode === "live" ? dockReportWords.liveInline : dockReportWords.forecastInline;
  return label === undefined ? `#${id} ${mode}` : `#${id} “${label}”, ${mode}`;
}
