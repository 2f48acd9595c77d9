import { Clapperboard, Copy, Download, Trash2 } from "lucide-react";
import { sessionStore } from "../../stores/session-store.ts";
import { MOST_REPORTS, type KeptReport } from "../../../engine/contract/kept-report.ts";
import { formatBytes } from "../../format/bytes.ts";
import { formatMoment } from "../../format/clock.ts";
import { download } from "../../files/download.ts";
import { fileName } from "../../run/save-report.ts";
import { useCommand } from "../../commands/use-command.ts";
import { useReportRoom } from "../../stores/report-view.ts";
import { isActive } from "../../stores/run-state.ts";
import { useRun } from "../../stores/run-store.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { Tip } from "../../ui/tip.tsx";
import { dockReportWords } from "../../words/dock-report.ts";
import { ReportName } from "./report-name.tsx";
import { reportTitle } from "./report-title.ts";

export interface ReportPickerProps {
  readonly reports: readonly KeptReport[];
  readonly chosen: number;
  readonly against: number | null;
  readonly onChoose: (id: number) => void;
  readonly onCompare: (id: number | null) => void;
}

const NONE = "none";

/** Which report is shown, against which, and its JSON to take away. */
export function ReportPicker({ reports, chosen, against, onChoose, onCompare }: ReportPickerProps) {
  const page = useCommand("report.save-page");
  const picture = useCommand("report.save-picture");
  const replay = useCommand("run.save-replay");
  const isOn = useRun((state) => isActive(state.run));
  const remove = useCommand("report.delete");
  const room = useReportRoom();
  const options = reports.map((kept) => ({ value: String(kept.id), label: `${reportTitle(kept)}, ${formatMoment(kept.endedAt)}` }));
  const others = [{ value: NONE, label: dockReportWords.nothing }, ...options.filter(({ value }) => value !== String(chosen))];
  const kept = reports.find(({ id }) => id === chosen);
  const report = kept?.report;
  const text = () => JSON.stringify(report, null, 2);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text());
    sessionStore.getState().toast({ level: "success", text: dockReportWords.copiedTheReportAsJSON });
  }

  return (
    <div className="report-picker">
      <label>
        {dockReportWords.report}
        <Select label={dockReportWords.report} value={String(chosen)} options={options} onChange={(value) => onChoose(Number(value))} />
      </label>
      {reports.length > 1 && (
        <label>
          {dockReportWords.against}
          <Select
            label={dockReportWords.compareWith}
            value={others.some(({ value }) => value === String(against)) ? String(against) : NONE}
            options={others}
            onChange={(value) => onCompare(value === NONE ? null : Number(value))}
          />
        </label>
      )}
      {kept && <ReportName key={`${kept.id}/${kept.label}`} kept={kept} />}
      <span className="report-actions">
        <Button size="small" icon={Copy} onClick={() => void copy().catch(() => sessionStore.getState().toast({ level: "error", text: dockReportWords.theClipboardRefusedTheReport }))}>
          {dockReportWords.copyJSON}
        </Button>
        <Button size="small" icon={Download} onClick={() => download(fileName(report?.design.name ?? "", "json"), new Blob([text()], { type: "application/json" }))}>
          {dockReportWords.saveJSON}
        </Button>
        {[page, picture].map(({ label, shortcut, perform }, index) => (
          <Tip key={label} text={label} shortcut={shortcut}>
            <Button size="small" icon={Download} onClick={perform}>
              {index === 0 ? dockReportWords.savePage : dockReportWords.savePicture}
            </Button>
          </Tip>
        ))}
        {chosen === reports[0]?.id && (
          <Button size="small" icon={Clapperboard} disabled={!replay.enabled || isOn} onClick={replay.perform}>
            {replay.label}
          </Button>
        )}
        <Button size="small" icon={Trash2} disabled={!remove.enabled} aria-label={remove.label} onClick={remove.perform}>
          {dockReportWords.deleteShort}
        </Button>
      </span>
      {room && <p className="report-room">{dockReportWords.reportsAreKept(MOST_REPORTS, formatBytes(room.bytes), formatBytes(room.mostBytes))}</p>}
    </div>
  );
}
