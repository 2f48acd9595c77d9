import type { Frame } from "../../../engine/contract/frame.ts";
import type { RunState } from "../../../engine/contract/run.ts";
import { formatClock, formatLength } from "../../format/clock.ts";
import { formatCount, formatSpeed } from "../../../design/words/numbers.ts";

/** Where a run stands, as a headline. */
export function phaseName(run: RunState): string {
  const mode = run.mode === "live" ? "Live run" : "Forecast";
  switch (run.phase) {
    case "starting":
      return `${mode} is starting`;
    case "running":
      return `${mode} is on`;
    case "paused":
      return `${mode} is paused`;
    case "draining":
      return `${mode} is draining`;
    case "stopping":
      return `${mode} is stopping`;
    case "finished":
      return `${mode} has finished`;
    case "failed":
      return `${mode} has failed`;
  }
}

/** What is going on, in a sentence or two. */
export function phaseSentence(run: RunState, frame: Frame | null): string {
  const inFlight = frame?.ledger.inFlight ?? 0;
  const speed = run.speed === 1 ? "" : ` at ${formatSpeed(run.speed)}`;
  switch (run.phase) {
    case "starting":
      return run.message ?? "Workers and queues are being set up.";
    case "running":
      return run.forMs === null ? `Producers produce until you stop${speed}.` : `Producers produce until ${formatLength(run.forMs)}${speed}, then the rest is worked off.`;
    case "paused":
      return `Everything stands still at ${formatClock(run.atMs)}, with ${formatCount(inFlight)} in flight. Step lets the next thing happen.`;
    case "draining":
      return run.message ?? `Nothing new is produced. ${formatCount(inFlight)} in flight are being worked off.`;
    case "stopping":
      return run.message ?? "Workers are ending.";
    case "finished":
      return run.message ?? `It ended at ${formatClock(run.atMs)}. The report says what came out.`;
    case "failed":
      return run.message ?? "The engine could not go on.";
  }
}
