import { compileWindowExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import type { Json } from "../../design/document/schema.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { viewOf, type FlowEvent } from "../core/event.ts";
import type { BehaviourContext, StageBehaviour } from "./behaviour.ts";
import { countWindows } from "./count-windows.ts";
import { byPortOr, keyBy, stageChannel } from "./stage-channel.ts";
import { timeWindows } from "./time-windows.ts";

/** What an aggregator makes of events, whatever their windows. */
export interface Aggregation {
  /** Undefined where the event has no value for `by`. */
  readonly keyOf: (event: FlowEvent) => string | undefined;
  /** Data of the event that a window becomes; undefined where the expression has no value. */
  readonly dataOf: (events: readonly FlowEvent[], key: string) => Json | undefined;
}

/** Makes one event of all those in a window (rule R2): by count, by time, or by whichever comes first. */
export function aggregator(settings: SettingsOf<"aggregator">, context: BehaviourContext): StageBehaviour {
  const { window } = settings;
  const aggregation: Aggregation = { keyOf: keyBy(settings.by), dataOf: dataBy(settings.emit) };
  const { count, durationMs } = window;
  return {
    role: "stage",
    channel: stageChannel(context),
    patient: true,
    open(notes) {
      if (count === undefined && durationMs !== undefined) return timeWindows({ ...window, durationMs }, aggregation, byPortOr(context, "late", "late"), notes);
      return countWindows({ ...window, count: count ?? 1 }, aggregation);
    },
  };
}

function dataBy(emit: string | undefined): Aggregation["dataOf"] {
  if (emit === undefined) return (events) => events.map(({ data }) => data);
  const evaluate = compileWindowExpression(emit);
  return (events, key) => {
    const value = evaluate(events.map(viewOf), key === "" ? "" : (JSON.parse(key) as Json));
    return isExpressionFailure(value) ? undefined : value;
  };
}
