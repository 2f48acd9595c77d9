import type { EngineClient } from "../../engine/contract/client.ts";
import { isRunOf } from "../../engine/contract/run-owner.ts";
import type { StreamItem } from "../../engine/contract/api.ts";
import type { DiscoveryItem } from "../../engine/contract/discovery.ts";
import type { FrameStore } from "../stores/frames.ts";
import type { PredictionStore } from "../stores/predictions.ts";
import { wholeRun } from "../stores/whole-run.ts";
import type { RunStore } from "../stores/run-store.ts";
import type { SeriesStore } from "../stores/series.ts";
import type { TraceStore } from "../stores/traces.ts";
import type { WhatIfStore } from "../stores/what-if-store.ts";

/** Where the engine's streams go. `now` is the wall clock in ms since 1970. */
export interface StreamTargets {
  readonly run: RunStore;
  readonly frames: FrameStore;
  readonly series: SeriesStore;
  readonly traces: TraceStore;
  readonly predictions: PredictionStore;
  readonly whatIf: WhatIfStore;
  /** A report was kept. */
  kept(item: StreamItem<"kept">): void;
  /** Takes what a discovery tells. */
  discovery(item: DiscoveryItem): void;
  now(): number;
}

/**
 * Leads the engine's streams into the stores. Numbers belong to the run of a document: those of another document's run are not shown, but its newest frame and
 * forecast are held until that document is open. Another run on the screen empties what the last one left.
 */
export function followStreams(client: Pick<EngineClient, "on">, targets: StreamTargets): () => void {
  const { run, frames, series, traces, predictions, whatIf } = targets;
  let held: { runId?: string; frame?: StreamItem<"frame">; prediction?: StreamItem<"prediction"> } = {};
  const isShown = (): boolean => run.getState().elsewhere === null;
  function showFrame(frame: StreamItem<"frame">): void {
    series.accept(frame);
    frames.accept(frame);
  }
  const ends = [
    client.on("state", (state) => {
      if (state.runId !== held.runId) held = { runId: state.runId };
      run.getState().acceptState(state);
    }),
    client.on("frame", (frame) => {
      held.frame = frame;
      if (isShown()) showFrame(frame);
    }),
    client.on("prediction", (prediction) => {
      held.prediction = prediction;
      if (isShown()) predictions.getState().accept(prediction);
    }),
    client.on("samples", (samples) => isShown() && traces.accept(samples)),
    client.on("notice", (notice) => isShown() && run.getState().acceptNotice(notice)),
    client.on("report", ({ report, owner }) => {
      if (held.frame) held.frame = wholeRun(held.frame, report);
      if (!isRunOf(owner, run.getState().shown)) return;
      if (isShown() && held.frame) frames.accept(held.frame);
      run.getState().acceptReport(report, targets.now());
    }),
    client.on("kept", (item) => targets.kept(item)),
    client.on("whatIf", (item) => whatIf.getState().accept(item)),
    client.on("discovery", (item) => targets.discovery(item)),
    client.on("redis", (redis) => run.getState().setRedis(redis)),
    run.subscribe((now, before) => {
      if (now.run?.runId === before.run?.runId) return;
      clearMeasurements(targets);
      if (now.run === null || now.run.runId !== held.runId) return;
      if (held.frame) showFrame(held.frame);
      if (held.prediction) predictions.getState().accept(held.prediction);
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** Forgets the frames, series, traces and forecasts of the run before. */
export function clearMeasurements({ frames, series, traces, predictions }: Pick<StreamTargets, "frames" | "series" | "traces" | "predictions">): void {
  frames.reset();
  series.reset();
  traces.reset();
  predictions.getState().reset();
}
