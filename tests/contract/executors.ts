import { afterAll, beforeAll, describe } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { Executor, RunOptions } from "../../engine/core/executor.ts";
import { createForecastExecutor } from "../../engine/forecast/forecast-executor.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { forecast, hear, optionsFor, type Heard, type Result } from "../support/run.ts";

/** One of the two ways in which a design is executed. */
export interface Side {
  readonly name: "forecast" | "live";
  /** Runs a design to the end. */
  run(design: Design, options?: Partial<RunOptions>): Promise<Result>;
  /** Starts a run that goes at its own pace. */
  begin(design: Design, options?: Partial<RunOptions>): Promise<{ executor: Executor; heard: Heard }>;
}

const forecastSide: Side = {
  name: "forecast",
  run: forecast,
  async begin(design, options) {
    const { listener, ...heard } = hear();
    const executor = createForecastExecutor(optionsFor(design, options), listener);
    await executor.start();
    return { executor, heard };
  },
};

/**
 * Both executors, for a test file: the live one on a Redis of the file's own, started before its first test and ended after
 * its last. `approvedWebhooks` are looked at when a run starts.
 */
export function bothExecutors(approvedWebhooks: readonly string[] = []): readonly [Side, Side] {
  let bench: LiveBench | undefined;
  function live(): LiveBench {
    if (!bench) throw new Error("Redis is started by the file's beforeAll: run designs inside tests and hooks.");
    return bench;
  }
  beforeAll(async () => void (bench = await startLiveBench("everysec", approvedWebhooks)));
  afterAll(() => bench?.close());
  return [forecastSide, { name: "live", run: (design, options) => live().run(design, options), begin: (design, options) => live().begin(design, options) }];
}

/** A suite for each side. Forecasts at their own pace leave the machine idle, and so go beside each other; live runs measure real time. */
export function onEachSide(sides: readonly Side[], title: string, suite: (side: Side) => void): void {
  for (const side of sides) (side.name === "forecast" ? describe.concurrent : describe)(`${title}, ${side.name}`, () => suite(side));
}
