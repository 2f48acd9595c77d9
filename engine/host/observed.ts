import type { RunListener, RunOptions } from "../core/executor.ts";
import type { CreateExecutor } from "./runs.ts";

/** Hears what live runs tell, beside the screen or the command line. */
export interface RunObserver {
  /** The listener to give to a run's executor, so that `listener` hears everything as well. */
  hearing(listener: RunListener, options: RunOptions): RunListener;
}

/** Makes executors whose live runs are heard by these observers too; a forecast happens in no time that others know. */
export function observed(createExecutor: CreateExecutor, observers: readonly (RunObserver | undefined)[]): CreateExecutor {
  return (mode, options, listener) => {
    const all = mode === "live" ? observers.reduce((heard, observer) => observer?.hearing(heard, options) ?? heard, listener) : listener;
    return createExecutor(mode, options, all);
  };
}
