import { Plus } from "lucide-react";
import type { Alert } from "../../../design/alerts/alert.ts";
import { PRESETS, presetsFor } from "../../alerts/alert-presets.ts";
import { proposeAlert } from "../../alerts/alert-view.ts";
import { useAlertLog, useStandings } from "../../alerts/alerts-now.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useRun } from "../../stores/run-store.ts";
import { Button } from "../../ui/button.tsx";
import { alertsWords as words } from "../../words/alerts.ts";
import { AlertLog } from "./alert-log.tsx";
import { AlertRow } from "./alert-row.tsx";
import "./alerts-tab.css";

const NONE: readonly Alert[] = [];

/** The design's alerts: what each sees now, and what they did in the present or last run (rule O6). */
export function AlertsTab() {
  const alerts = useDocument(({ design }) => design.alerts) ?? NONE;
  const log = useAlertLog();
  const hasRun = useRun(({ run }) => run !== null);
  const standings = useStandings();
  if (alerts.length === 0 && log.length === 0) return <NoAlerts />;
  return (
    <div className="alerts-tab">
      <section className="alerts-list" aria-label={words.ofTheDesign}>
        <h3>
          {words.title}
          <Button icon={Plus} size="small" onClick={() => proposeAlert()}>
            {words.add}
          </Button>
        </h3>
        <ul className="scroll">
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} standing={standings.find((each) => each.alert === alert.id)} />
          ))}
        </ul>
      </section>
      <section className="alerts-log" aria-label={words.log}>
        <h3>{words.log}</h3>
        {log.length === 0 ? <p className="alerts-note">{hasRun ? words.logEmpty : words.logNoRun}</p> : <AlertLog records={log.toReversed()} />}
      </section>
    </div>
  );
}

/** What alerts are for, with some to begin with. */
function NoAlerts() {
  const design = useDocument((document) => document.design);
  const fitting = presetsFor(design);
  return (
    <div className="dock-empty">
      <p>{words.empty}</p>
      <div className="alerts-beginnings">
        {PRESETS.filter((preset) => preset !== "own" && fitting.includes(preset)).slice(0, 4).map((preset) => (
          <Button key={preset} icon={Plus} size="small" onClick={() => proposeAlert({ preset })}>
            {words.presets[preset].title}
          </Button>
        ))}
        <Button icon={Plus} size="small" disabled={fitting.length === 0} onClick={() => proposeAlert({ preset: "own" })}>
          {words.presets.own.title}
        </Button>
      </div>
    </div>
  );
}
