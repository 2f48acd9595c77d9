import { isAppError, messageOf, type ErrorCode } from "../../design/errors.ts";
import type { Design } from "../../design/document/schema.ts";
import type { ExperimentRequest } from "../contract/chaos.ts";
import type { Prediction } from "../contract/prediction.ts";
import type { PredictedReport } from "../contract/report.ts";
import type { SwapOutcome } from "../contract/swap.ts";
import type { Axis, MeetAnswer, SweepPoint, Trial } from "../contract/what-if.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { forecastOnce, type ForecastOptions } from "./forecast-once.ts";
import { Shadow, type ShadowOptions } from "./shadow.ts";
import { swapBrokers, type Execute } from "./swap.ts";
import { smallestReplicas, sweep, type MeetQuestion } from "./sweep.ts";

/** What a forecaster is asked: one question, or to follow one run. */
export type ToForecaster =
  | { readonly type: "sweep"; readonly design: Design; readonly axes: readonly Axis[]; readonly options: ForecastOptions }
  | { readonly type: "meet"; readonly design: Design; readonly question: MeetQuestion; readonly options: ForecastOptions }
  | { readonly type: "swap"; readonly design: Design; readonly channel: string; readonly options: ForecastOptions }
  | { readonly type: "follow"; readonly options: ShadowOptions }
  | { readonly type: "advance"; readonly atMs: number }
  | { readonly type: "update"; readonly design: Design; readonly atMs: number }
  | { readonly type: "broker"; readonly change: TimedBrokerChange }
  | { readonly type: "experiment"; readonly request: ExperimentRequest; readonly id: string }
  | { readonly type: "end-experiment"; readonly id: string; readonly atMs: number }
  | { readonly type: "report"; readonly durationMs: number; readonly drainedMs: number };

/** What it answers. `done` and `failed` are the last of a question. */
export type FromForecaster =
  | { readonly type: "point"; readonly point: SweepPoint; readonly index: number; readonly total: number }
  | { readonly type: "trial"; readonly trial: Trial }
  | { readonly type: "answer"; readonly answer: MeetAnswer }
  | { readonly type: "outcome"; readonly outcome: SwapOutcome }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly code: ErrorCode; readonly message: string }
  | { readonly type: "prediction"; readonly prediction: Prediction }
  | { readonly type: "predicted"; readonly report: PredictedReport };

/** Answers what it is asked, in whatever thread it lives; `close` ends what is being computed. */
export interface Forecaster {
  ask(message: ToForecaster): void;
  close(): void;
}

/** A forecaster in this thread; it gives others a turn every few milliseconds. `tell` is never called after `close`. */
export function createForecaster(tell: (message: FromForecaster) => void): Forecaster {
  const closing = new AbortController();
  const { signal } = closing;
  let shadow: Shadow | undefined;

  function answer(message: FromForecaster): void {
    if (!signal.aborted) tell(message);
  }

  async function carryOut(message: ToForecaster): Promise<void> {
    switch (message.type) {
      case "sweep":
        await sweep(message.design, message.axes, (design) => forecastOnce(design, message.options, signal), signal, (point, index, total) => answer({ type: "point", point, index, total }));
        return answer({ type: "done" });
      case "meet": {
        const forecast = (design: Design) => forecastOnce(design, message.options, signal);
        answer({ type: "answer", answer: await smallestReplicas(message.design, message.question, forecast, signal, (trial) => answer({ type: "trial", trial })) });
        return answer({ type: "done" });
      }
      case "swap": {
        const execute: Execute = (design, onSamples) => forecastOnce(design, message.options, signal, { onSamples });
        await swapBrokers(message.design, message.channel, execute, signal, (outcome) => answer({ type: "outcome", outcome }));
        return answer({ type: "done" });
      }
      case "follow":
        shadow = new Shadow(message.options);
        return;
      case "advance":
        if (shadow) answer({ type: "prediction", prediction: shadow.advance(message.atMs) });
        return;
      case "update":
        return shadow?.update(message.design, message.atMs);
      case "broker":
        return shadow?.setBroker(message.change);
      case "experiment":
        return shadow?.experiment(message.request, message.id);
      case "end-experiment":
        return shadow?.endExperiment(message.id, message.atMs);
      case "report":
        if (shadow) answer({ type: "predicted", report: shadow.report(message.durationMs, message.drainedMs) });
    }
  }

  return {
    ask(message) {
      carryOut(message).catch((error: unknown) => answer({ type: "failed", code: isAppError(error) ? error.code : "internal", message: messageOf(error) }));
    },
    close: () => closing.abort(),
  };
}
