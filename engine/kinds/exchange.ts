import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import { bindingSchema } from "../../design/kinds/exchange.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { viewOf, type FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, InlineBehaviour } from "./behaviour.ts";
import { compileBinding } from "./binding.ts";

/**
 * Routes by its bindings (rule X1): over every edge that takes the event, else over `alternate`, else nowhere (rule X2).
 * That a queue gets one copy only is the dispatcher's, which sees all exchanges of one publish.
 */
export function exchange(settings: SettingsOf<"exchange">, context: BehaviourContext): InlineBehaviour {
  const bindings = context.edges("out").map((edge) => ({ id: edge.id, takes: compileBinding(settings.type, bindingSchema.parse(edge.settings)) }));
  const evaluate = compileExpression(settings.routingKey);

  function routingKeyOf(event: FlowEvent): string {
    if (event.route?.kept) return event.route.key;
    const result = evaluate(viewOf(event));
    if (isExpressionFailure(result) || result === null) return "";
    return typeof result === "string" ? result : JSON.stringify(result);
  }

  return {
    role: "inline",
    publishes: { routingKeyOf, once: true },
    receive(event): Plan {
      const key = routingKeyOf(event);
      const headers = event.headers ?? {};
      const edges = bindings.filter(({ takes }) => takes(key, headers)).map(({ id }) => id);
      if (edges.length > 0) return [{ do: "emit", port: "out", event, times: 1, edges }];
      if (context.connected("alternate")) return [{ do: "emit", port: "alternate", event, times: 1 }];
      return [{ do: "end", as: "dropped", reason: "unroutable" }];
    },
  };
}
