import type { Design } from "../../design/document/schema.ts";
import type { Report } from "../contract/report.ts";
import type { RunListener } from "../core/executor.ts";
import { createForecastExecutor } from "./forecast-executor.ts";

export interface ForecastOptions {
  readonly seed: number;
  /** Null until each source's limit. */
  readonly forMs: number | null;
  readonly drainMs: number;
  /** How many events each simulated one stands for (rule F6); 1 without it. */
  readonly eachStandsFor?: number;
}

const NOBODY: RunListener = { onState: () => {}, onNotice: () => {} };

/** Forecasts a design to its end, as fast as the machine can, giving others a turn now and then. Rejects once `signal` aborts. */
export async function forecastOnce(design: Design, options: ForecastOptions, signal: AbortSignal, listener: Partial<RunListener> = {}): Promise<Report> {
  signal.throwIfAborted();
  const executor = createForecastExecutor({ runId: "forecast", design, ...options, speed: 1, paused: true }, { ...NOBODY, ...listener });
  const stop = (): void => void executor.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await executor.start();
    await executor.finish();
    const report = await executor.finished;
    signal.throwIfAborted();
    return report;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
