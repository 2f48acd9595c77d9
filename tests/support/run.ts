import type { Design } from "../../design/document/schema.ts";
import type { Frame } from "../../engine/contract/frame.ts";
import type { Report } from "../../engine/contract/report.ts";
import type { Notice, RunState } from "../../engine/contract/run.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import type { Executor, RunListener, RunOptions } from "../../engine/core/executor.ts";
import { createForecastExecutor } from "../../engine/forecast/forecast-executor.ts";

/** Everything that an executor told. */
export interface Heard {
  readonly frames: Frame[];
  readonly samples: Sample[];
  readonly states: RunState[];
  readonly notices: Notice[];
}

/** A listener that keeps everything. */
export function hear(): Heard & { listener: RunListener } {
  const heard: Heard = { frames: [], samples: [], states: [], notices: [] };
  return {
    ...heard,
    listener: {
      onFrame: (frame) => heard.frames.push(frame),
      onSamples: (samples) => heard.samples.push(...samples),
      onState: (state) => heard.states.push(state),
      onNotice: (notice) => heard.notices.push(notice),
    },
  };
}

/** Options of a run for tests. */
export function optionsFor(design: Design, options: Partial<RunOptions> = {}): RunOptions {
  return { runId: `test${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`, design, seed: design.seed ?? 1, forMs: null, drainMs: 90_000, speed: 1, paused: false, ...options };
}

export interface Result extends Heard {
  readonly report: Report;
  readonly executor: Executor;
}

/** Forecasts a design to the end. */
export async function forecast(design: Design, options: Partial<RunOptions> = {}): Promise<Result> {
  const heard = hear();
  const executor = createForecastExecutor(optionsFor(design, { ...options, paused: true }), heard.listener);
  await executor.start();
  await executor.finish();
  return { ...heard, executor, report: await executor.finished };
}

/** Forecasts a design to the end and keeps nothing but the report: for many runs. */
export async function predict(design: Design, options: Partial<RunOptions> = {}): Promise<Report> {
  const deaf: RunListener = { onState: () => {}, onNotice: () => {} };
  const executor = createForecastExecutor(optionsFor(design, { ...options, paused: true }), deaf);
  await executor.start();
  await executor.finish();
  return executor.finished;
}
