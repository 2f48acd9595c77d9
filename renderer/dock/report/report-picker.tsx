import { Copy, Download } from "lucide-react";
import { sessionStore } from "../../stores/session-store.ts";
import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { formatMoment } from "../../format/clock.ts";
import { suggestedFileName } from "../../files/file-names.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";

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
  const options = reports.map(({ id, report, endedAt }) => ({
    value: String(id),
    label: `#${id} ${report.mode === "live" ? "Live" : "Forecast"}, ${formatMoment(endedAt)}`,
  }));
  const others = [{ value: NONE, label: "nothing" }, ...options.filter(({ value }) => value !== String(chosen))];
  const report = reports.find(({ id }) => id === chosen)?.report;
  const text = () => JSON.stringify(report, null, 2);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text());
    sessionStore.getState().toast({ level: "success", text: "Copied the report as JSON." });
  }

  return (
    <div className="report-picker">
      <label>
        Report
        <Select label="Report" value={String(chosen)} options={options} onChange={(value) => onChoose(Number(value))} />
      </label>
      {reports.length > 1 && (
        <label>
          Against
          <Select
            label="Compare with"
            value={others.some(({ value }) => value === String(against)) ? String(against) : NONE}
            options={others}
            onChange={(value) => onCompare(value === NONE ? null : Number(value))}
          />
        </label>
      )}
      <span className="report-actions">
        <Button size="small" icon={Copy} onClick={() => void copy().catch(() => sessionStore.getState().toast({ level: "error", text: "The clipboard refused the report." }))}>
          Copy JSON
        </Button>
        <Button size="small" icon={Download} onClick={() => download(suggestedFileName(report?.design.name ?? "").replace(".spillway.", ".report."), text())}>
          Save JSON
        </Button>
      </span>
    </div>
  );
}

/** Hands a text to the browser, or the desktop's window, as a file to keep. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
