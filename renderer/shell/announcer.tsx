import type { RunState } from "../../engine/contract/run.ts";
import { useFiringCount } from "../alerts/alerts-now.ts";
import { useRun } from "../stores/run-store.ts";
import { alertsWords } from "../words/alerts.ts";
import { shellWords } from "../words/shell.ts";

/** Says to screen readers how the run stands, and how many alerts fire; nothing to see. */
export function Announcer() {
  const text = useRun(({ run, connection }) => (connection.status === "connected" ? sentenceOf(run) : shellWords.theEngineIsNotConnected));
  const firing = useFiringCount();
  return (
    <p className="visually-hidden" role="status">
      {text}
      {firing > 0 && ` ${alertsWords.firingCount(firing)}.`}
    </p>
  );
}

/** How a run stands, in a sentence that does not change with every frame. */
export function sentenceOf(run: RunState | null): string {
  if (run === null) return "";
  const what = run.mode === "live" ? shellWords.theRun : shellWords.theForecast;
  switch (run.phase) {
    case "starting":
      return `${what} is starting.`;
    case "running":
      return `${what} is on.`;
    case "paused":
      return `${what} is paused.`;
    case "draining":
      return shellWords.whatIsDrainingNothingNewIsProduced(what);
    case "stopping":
      return `${what} is stopping.`;
    case "finished":
      return shellWords.whatHasFinishedTheReportIsReady(what);
    case "failed":
      return `${what} has failed. ${run.message ?? ""}`.trim();
  }
}
