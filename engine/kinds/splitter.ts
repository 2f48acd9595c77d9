import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import { partOf, viewOf } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { InlineBehaviour } from "./behaviour.ts";

/** Longest list that is split: more would hold its emitter up for too long. */
const MOST_ELEMENTS = 10_000;

/** Makes an event of each element of a list (rule R1); no elements leave nothing, and what is no list is dropped. */
export function splitter(settings: SettingsOf<"splitter">): InlineBehaviour {
  const evaluate = compileExpression(settings.expression);
  return {
    role: "inline",
    receive(event): Plan {
      const list = evaluate(viewOf(event));
      if (isExpressionFailure(list) || !Array.isArray(list) || list.length > MOST_ELEMENTS) return [{ do: "end", as: "dropped", reason: "expression" }];
      if (list.length === 0) return [{ do: "end", as: "consumed" }];
      return list.map((data, index) => ({ do: "emit", port: "out", event: partOf(event, index, data), times: 1 }));
    },
  };
}
