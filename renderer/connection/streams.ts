import type { EngineClient } from "../../engine/contract/client.ts";
import type { StreamItem } from "../../engine/contract/api.ts";
import type { DiscoveryItem } from "../../engine/contract/discovery.ts";
import type { FrameStore } from "../stores/frames.ts";
import type { PredictionStore } from "../stores/predictions.ts";
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

/** Leads the engine's streams into the stores; another run's first state empties what the last one left. */
export function followStreams(client: Pick<EngineClient, "on">, targets: StreamTargets): () => void {
  const { run, frames, series, traces, predictions, whatIf } = targets;
  const ends = [
    client.on("state", (state) => {
      if (run.getState().acceptState(state)) clearMeasurements(targets);
    }),
    client.on("frame", (frame) => {
      series.accept(frame);
      frames.accept(frame);
    }),
    client.on("samples", (samples) => traces.accept(samples)),
    client.on("notice", (notice) => run.getState().acceptNotice(notice)),
    client.on("report", (report) => run.getState().acceptReport(report, targets.now())),
    client.on("kept", (item) => targets.kept(item)),
    client.on("prediction", (prediction) => predictions.getState().accept(prediction)),
    client.on("whatIf", (item) => whatIf.getState().accept(item)),
    client.on("discovery", (item) => targets.discovery(item)),
    client.on("redis", (redis) => run.getState().setRedis(redis)),
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
