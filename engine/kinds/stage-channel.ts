import { STAGE_QUEUE } from "../../design/kinds/stage-queue.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import { viewOf } from "../core/event.ts";
import type { BehaviourContext, ChannelBehaviour } from "./behaviour.ts";
import { queue } from "./queue.ts";

/** The queue that a stage keeps its events in. */
export function stageChannel(context: BehaviourContext): ChannelBehaviour {
  return queue(STAGE_QUEUE, context);
}

/** What is let go by the out port as it is. */
export const PASS: Plan = [{ do: "emit", port: "out", times: 1 }];
export const ABSORB: Plan = [{ do: "end", as: "absorbed" }];
/** What has no value for the expression that it is told apart by. */
export const NO_VALUE: Plan = [{ do: "end", as: "dropped", reason: "expression" }];

/** Sends an event by a port, or drops it for a reason where that leads nowhere. */
export function byPortOr(context: BehaviourContext, port: string, reason: string): Plan {
  return context.connected(port) ? [{ do: "emit", port, times: 1 }] : [{ do: "end", as: "dropped", reason }];
}

/** Tells events apart by the value of an expression, written as JSON; undefined where it has none. Without one all are the same. */
export function keyBy(expression: string | undefined): (event: FlowEvent) => string | undefined {
  if (expression === undefined) return () => "";
  const evaluate = compileExpression(expression);
  return (event) => {
    const value = evaluate(viewOf(event));
    return isExpressionFailure(value) ? undefined : JSON.stringify(value);
  };
}
