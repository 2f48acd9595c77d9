import type { Json } from "../../design/document/schema.ts";
import { busRuleSchema } from "../../design/kinds/event-bus.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileEventPattern } from "../../design/routing/event-pattern.ts";
import { readId, type FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, InlineBehaviour } from "./behaviour.ts";

/** Sends a copy over every edge whose event pattern matches (rule X5); what none matches is unroutable (rule X2). */
export function eventBus(_settings: SettingsOf<"eventBus">, context: BehaviourContext): InlineBehaviour {
  const rules = context.edges("out").map((edge) => ({ id: edge.id, matches: compileEventPattern(busRuleSchema.parse(edge.settings).pattern ?? null) }));
  return {
    role: "inline",
    publishes: { routingKeyOf: () => "", once: false },
    receive(event): Plan {
      const seen = busEventOf(event, context);
      const edges = rules.filter(({ matches }) => matches(seen)).map(({ id }) => id);
      if (edges.length === 0) return [{ do: "end", as: "dropped", reason: "unroutable" }];
      return [{ do: "emit", port: "out", event, times: 1, edges }];
    },
  };
}

/** An event as patterns see it: EventBridge's fields, and ours by their own names. */
function busEventOf(event: FlowEvent, context: BehaviourContext): Record<string, Json> {
  return {
    version: "0",
    id: readId(event),
    source: context.sourceName(event.source),
    "detail-type": event.type,
    detail: event.data,
    type: event.type,
    data: event.data,
    priority: event.priority,
    headers: { ...event.headers },
    ...(event.key === undefined ? undefined : { key: event.key }),
  };
}
