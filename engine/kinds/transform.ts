import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import { viewOf } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { InlineBehaviour } from "./behaviour.ts";

/** Gives an event new data (rule R1); one for which the expression has no value is dropped. */
export function transform(settings: SettingsOf<"transform">): InlineBehaviour {
  const evaluate = compileExpression(settings.expression);
  return {
    role: "inline",
    receive(event): Plan {
      const data = evaluate(viewOf(event));
      if (isExpressionFailure(data)) return [{ do: "end", as: "dropped", reason: "expression" }];
      return [{ do: "emit", port: "out", event: { ...event, data }, times: 1 }];
    },
  };
}
