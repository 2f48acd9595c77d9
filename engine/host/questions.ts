import { AppError } from "../../design/errors.ts";
import { swapChannel } from "../../design/swap/swap-channel.ts";
import type { Design } from "../../design/document/schema.ts";
import type { StreamItem } from "../contract/api.ts";
import type { MeetRequest, SwapRequest, SweepRequest, WhatIfItem } from "../contract/what-if.ts";
import { designsOver } from "../forecast/sweep.ts";
import type { Forecaster, ToForecaster } from "../forecast/forecaster.ts";
import type { StartForecaster } from "./forecast-thread.ts";

export interface QuestionsOptions {
  readonly startForecaster: StartForecaster;
  /** The design of a request, checked; throws an AppError that says what is wrong with it. */
  readonly readDesign: (value: unknown, path?: string) => Design;
  readonly publish: (item: StreamItem<"whatIf">) => void;
}

/** What-if questions that are being answered (rule F5). */
export interface Questions {
  /** Returns how many forecasts it takes. Throws `wrong-use` for values that do not fit. */
  sweep(request: SweepRequest): number;
  meet(request: MeetRequest): void;
  /** Throws `wrong-use` where there is no such channel. */
  swap(request: SwapRequest): void;
  /** Does nothing where there is no such question. */
  cancel(id: string): void;
  close(): void;
}

/** So many at a time, each in a thread of its own; more would only slow each other down. */
const MOST_AT_ONCE = 4;

/** Asks forecasters, and tells what they answer to every screen. */
export function createQuestions({ startForecaster, readDesign, publish }: QuestionsOptions): Questions {
  const open = new Map<string, Forecaster>();

  function begin(id: string, message: ToForecaster): void {
    if (open.has(id)) throw new AppError("wrong-use", "This question is being answered already.");
    if (open.size >= MOST_AT_ONCE) throw new AppError("run-active", `${MOST_AT_ONCE} questions are being answered. Cancel one first.`);
    const forecaster = startForecaster((answer) => {
      if (answer.type === "point") publish({ type: "point", id, index: answer.index, done: answer.index + 1, total: answer.total, point: answer.point });
      else if (answer.type === "trial") publish({ type: "trial", id, trial: answer.trial });
      else if (answer.type === "answer") publish({ type: "answer", id, answer: answer.answer });
      else if (answer.type === "outcome") publish({ type: "outcome", id, outcome: answer.outcome });
      else if (answer.type === "done") end(id, { type: "end", id, ended: "done" });
      else if (answer.type === "failed") end(id, { type: "end", id, ended: "failed", message: answer.message });
    });
    open.set(id, forecaster);
    forecaster.ask(message);
  }

  function end(id: string, item: WhatIfItem): void {
    const forecaster = open.get(id);
    if (!forecaster) return;
    open.delete(id);
    forecaster.close();
    publish(item);
  }

  return {
    sweep({ id, design: given, path, axes, seed, forMs, drainMs }) {
      const design = readDesign(given, path);
      const total = designsOver(design, axes).length;
      begin(id, { type: "sweep", design, axes, options: { seed: seed ?? design.seed ?? 1, forMs: forMs ?? null, drainMs } });
      return total;
    },
    meet({ id, design: given, path, slo, node, most, seed, forMs, drainMs }) {
      const design = readDesign(given, path);
      begin(id, { type: "meet", design, question: { slo, node, most }, options: { seed: seed ?? design.seed ?? 1, forMs: forMs ?? null, drainMs } });
    },
    swap({ id, design: given, path, channel, seed, forMs, drainMs }) {
      const design = readDesign(given, path);
      swapChannel(design, channel);
      begin(id, { type: "swap", design, channel, options: { seed: seed ?? design.seed ?? 1, forMs: forMs ?? null, drainMs } });
    },
    cancel: (id) => end(id, { type: "end", id, ended: "cancelled" }),
    close() {
      for (const forecaster of open.values()) forecaster.close();
      open.clear();
    },
  };
}
