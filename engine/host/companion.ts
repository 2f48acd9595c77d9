import type { Design } from "../../design/document/schema.ts";
import type { ExperimentRequest } from "../contract/chaos.ts";
import type { Prediction } from "../contract/prediction.ts";
import type { PredictedReport, Report } from "../contract/report.ts";
import type { RunOptions } from "../core/executor.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import type { StartForecaster } from "./forecast-thread.ts";

/** How long a report waits for the forecast of the same run, ms. */
const PATIENCE_MS = 3000;

/** The forecast that runs beside a live run. */
export interface Companion {
  /** The run is at this design time. */
  advance(atMs: number): void;
  /** Settings were changed in the run. */
  update(design: Design, atMs: number): void;
  /** A broker of a topic dies or comes back in the run. */
  setBroker(change: TimedBrokerChange): void;
  /** An experiment that was begun by hand in the run, under its id there; or one that was ended before its time. */
  experiment(request: ExperimentRequest, id: string): void;
  endExperiment(id: string, atMs: number): void;
  /** What was forecast for the run's whole time; undefined when it takes too long. */
  report(report: Report): Promise<PredictedReport | undefined>;
  close(): void;
}

/** Events of these kinds come from outside: no forecast knows them. */
const FROM_OUTSIDE: readonly string[] = ["httpSource"];

/** Whether a forecast of a design can know what will happen in a run of it. */
export function isForeseeable({ nodes }: Design): boolean {
  return !nodes.some(({ kind }) => FROM_OUTSIDE.includes(kind));
}

/** Follows a live run with a forecast of it, and tells `onPrediction` what it says, never more often than it can compute. */
export function accompany(run: RunOptions, startForecaster: StartForecaster, onPrediction: (prediction: Prediction) => void): Companion {
  let isBusy = false;
  let isBroken = false;
  let next: number | undefined;
  let heardReport: (report: PredictedReport | undefined) => void = () => {};

  const forecaster = startForecaster((message) => {
    if (message.type === "predicted") heardReport(message.report);
    if (message.type === "failed") {
      isBroken = true;
      heardReport(undefined);
    }
    if (message.type !== "prediction") return;
    onPrediction(message.prediction);
    isBusy = false;
    if (next !== undefined) advance(next);
  });
  const { runId, design, seed, forMs } = run;
  forecaster.ask({ type: "follow", options: { runId, design, seed, forMs } });

  function advance(atMs: number): void {
    next = isBusy ? atMs : undefined;
    if (isBusy) return;
    isBusy = true;
    forecaster.ask({ type: "advance", atMs });
  }

  return {
    advance,
    update: (changed, atMs) => forecaster.ask({ type: "update", design: changed, atMs }),
    setBroker: (change) => forecaster.ask({ type: "broker", change }),
    experiment: (request, id) => forecaster.ask({ type: "experiment", request, id }),
    endExperiment: (id, atMs) => forecaster.ask({ type: "end-experiment", id, atMs }),
    async report({ durationMs, drainedMs }) {
      if (isBroken) return undefined;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, undefined)));
      const answered = new Promise<PredictedReport | undefined>((resolve) => (heardReport = resolve));
      forecaster.ask({ type: "report", durationMs, drainedMs });
      const report = await Promise.race([answered, late]);
      clearTimeout(timer);
      return report;
    },
    close: () => forecaster.close(),
  };
}
