import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** `#12 Live “Before the cache”`: a kept report among others. */
export function reportTitle({ id, label, report }: KeptReport): string {
  const title = `#${id} ${report.mode === "live" ? dockReportWords.live : dockReportWords.forecast}`;
  return label === undefined ? title : `${title} “${label}”`;
}
