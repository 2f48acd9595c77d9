import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileCondition } from "../../design/expressions/cel.ts";
import { viewOf } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, InlineBehaviour } from "./behaviour.ts";

/** Passes what meets the condition (rule R1); a condition that cannot be evaluated for an event is not met. */
export function filter(settings: SettingsOf<"filter">, context: BehaviourContext): InlineBehaviour {
  const passes = compileCondition(settings.when);
  return {
    role: "inline",
    receive(event): Plan {
      if (passes(viewOf(event)) === true) return [{ do: "emit", port: "out", event, times: 1 }];
      if (context.connected("rejected")) return [{ do: "emit", port: "rejected", event, times: 1 }];
      return [{ do: "end", as: "filtered" }];
    },
  };
}
