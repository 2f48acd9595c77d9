import { AppError } from "../../design/errors.ts";
import type { KeptReport } from "../../engine/contract/kept-report.ts";
import { reportPage } from "../../engine/contract/report-page/page.ts";
import { reportWords } from "../../engine/contract/report-words.ts";
import { reportPicture } from "../../engine/contract/report-page/report-picture.ts";
import type { CommandContext } from "../commands/command.ts";
import { download } from "../files/download.ts";
import { suggestedFileName } from "../files/file-names.ts";
import { formatMoment } from "../format/clock.ts";
import { reportView } from "../stores/report-view.ts";
import { themeName } from "../ui/use-theme-name.ts";

type Context = Pick<CommandContext, "document" | "run" | "session">;

/** Pixels of the picture for each of its own: sharp on slides. */
const PICTURE_SCALE = 2;

/** Whether there is a report to be saved. */
export function hasReport({ run }: Pick<Context, "run">): boolean {
  return run.getState().reports.length > 0;
}

/** Saves the report that is shown as one HTML file, compared as it is on the screen, with the trends of the design's runs. */
export function saveReportPage({ document, run, session }: Context): void {
  const { reports } = run.getState();
  const { kept, baseline } = reportView.shownOf(reports);
  if (!kept) return;
  const page = reportPage({
    report: kept.report,
    design: document.getState().design,
    designTitle: reportWords.design.now,
    ...(baseline ? { against: { name: `run ${nameOf(baseline)}`, report: baseline.report } } : {}),
    kept: reports,
    endedAt: `run ${nameOf(kept)}, ${formatMoment(kept.endedAt, 0)}`,
  });
  download(fileName(kept.report.design.name, "html"), new Blob([page], { type: "text/html" }));
  session.getState().toast({ level: "success", text: "Saved the report as a page. It opens in any browser, without a network." });
}

/** Saves the report that is shown as a picture, in the theme of the screen. */
export async function saveReportPicture({ document, run, session }: Context): Promise<void> {
  const { kept } = reportView.shownOf(run.getState().reports);
  if (!kept) return;
  const picture = reportPicture(kept.report, document.getState().design, themeName());
  download(fileName(kept.report.design.name, "png"), await rasterised(picture));
  session.getState().toast({ level: "success", text: "Saved the report as a picture." });
}

function nameOf({ id, label }: KeptReport): string {
  return label === undefined ? `#${id}` : `#${id} “${label}”`;
}

/** `orders.report.html`. */
export function fileName(design: string, extension: string): string {
  return suggestedFileName(design).replace(/\.spillway\.json$/, `.report.${extension}`);
}

async function rasterised({ svg, width, height }: { readonly svg: string; readonly width: number; readonly height: number }): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * PICTURE_SCALE, height: height * PICTURE_SCALE });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new AppError("internal", "The picture is too large to be drawn here. Save the report as a page instead.");
  return blob;
}
