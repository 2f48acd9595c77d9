import type { Recording } from "../../engine/contract/replay/recording.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { clearMeasurements } from "../connection/streams.ts";
import { documentStore } from "../stores/document-store.ts";
import { frames } from "../stores/frames.ts";
import { predictions } from "../stores/predictions.ts";
import { runStore } from "../stores/run-store.ts";
import { series } from "../stores/series.ts";
import { traces } from "../stores/traces.ts";
import type { Stage } from "./playback.ts";

/** The window's stores as a stage: what is played goes where an engine's streams would go. */
export function createStage({ mode, seed }: Pick<Recording, "mode" | "seed">): Stage & { setRun(speed: number, isPlaying: boolean): void } {
  let jumps = 0;
  let run: RunState = { runId: "replay-0", mode, phase: "paused", atMs: 0, forMs: null, speed: 1, seed };
  return {
    reset() {
      jumps += 1;
      run = { ...run, runId: `replay-${jumps}` };
      runStore.getState().acceptState(run);
      clearMeasurements({ frames, series, traces, predictions });
    },
    design: (design) => documentStore.setState({ design, savedDesign: design }),
    frame(frame, isFresh) {
      if (isFresh) series.accept(frame);
      frames.accept(frame);
    },
    samples: (samples) => traces.accept(samples),
    setRun(speed, isPlaying) {
      run = { ...run, speed, phase: isPlaying ? "running" : "paused" };
      runStore.getState().acceptState(run);
    },
  };
}
