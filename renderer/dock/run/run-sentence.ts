import type { Frame } from "../../../engine/contract/frame.ts";
import type { RunState } from "../../../engine/contract/run.ts";
import { formatClock, formatLength } from "../../format/clock.ts";
import { formatCount, formatExactCount, formatSpeed } from "../../../design/words/numbers.ts";
import { dockRunWords } from "../../words/dock-run.ts";

/** Where a run stands, as a headline. */
export function phaseName(run: RunState): string {
  const mode = run.mode === "live" ? dockRunWords.liveRun : dockRunWords.forecast;
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
  const sentence = phaseAlone(run, frame);
  return run.eachStandsFor === undefined ? sentence : dockRunWords.eachEventStandsFor(sentence, formatExactCount(run.eachStandsFor));
}

function phaseAlone(run: RunState, frame: Frame | null): string {
  const inFlight = frame?.ledger.inFlight ?? 0;
  const speed = run.speed === 1 ? "" : ` at ${formatSpeed(run.speed)}`;
  switch (run.phase) {
    case "starting":
      return run.message ?? dockRunWords.workersAndQueuesAreBeingSetUp;
    case "running":
      return run.forMs === null ? dockRunWords.producersProduceUntilYouStopSpeed(speed) : dockRunWords.producersProduceUntilLengthSpeedThen(formatLength(run.forMs), speed);
    case "paused":
      return dockRunWords.everythingStandsStillAtClockWithCount(formatClock(run.atMs), formatCount(inFlight));
    case "draining":
      return run.message ?? dockRunWords.nothingNewIsProducedCountInFlight(formatCount(inFlight));
    case "stopping":
      return run.message ?? dockRunWords.workersAreEnding;
    case "finished":
      return run.message ?? dockRunWords.itEndedAtClockTheReportSays(formatClock(run.atMs));
    case "failed":
      return run.message ?? dockRunWords.theEngineCouldNotGo;
  }
}
