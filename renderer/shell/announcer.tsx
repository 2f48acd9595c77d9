import type { RunState } from "../../engine/contract/run.ts";
import { useRun } from "../stores/run-store.ts";

/** Says to screen readers how the run stands; nothing to see. */
export function Announcer() {
  const text = useRun(({ run, connection }) => (connection.status === "connected" ? sentenceOf(run) : "The engine is not connected."));
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}

/** How a run stands, in a sentence that does not change with every frame. */
export function sentenceOf(run: RunState | null): string {
  if (run === null) return "";
  const what = run.mode === "live" ? "The run" : "The forecast";
  switch (run.phase) {
    case "starting":
      return `${what} is starting.`;
    case "running":
      return `${what} is on.`;
    case "paused":
      return `${what} is paused.`;
    case "draining":
      return `${what} is draining: nothing new is produced, the rest is worked off.`;
    case "stopping":
      return `${what} is stopping.`;
    case "finished":
      return `${what} has finished. The report is ready.`;
    case "failed":
      return `${what} has failed. ${run.message ?? ""}`.trim();
  }
}
