import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileCondition } from "../../design/expressions/cel.ts";
import { viewOf } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, InlineBehaviour } from "./behaviour.ts";

/**
 * Sends an event by its rules (rule R1). A condition that cannot be evaluated for an event (a missing field) does not
 * match. What matches nothing takes the default port, and is unroutable where that leads nowhere.
 */
export function router(settings: SettingsOf<"router">, context: BehaviourContext): InlineBehaviour {
  const rules = settings.rules.map((rule) => ({ port: rule.port, matches: compileCondition(rule.when) }));
  return {
    role: "inline",
    receive(event): Plan {
      const view = viewOf(event);
      const matching = rules.filter((rule) => rule.matches(view) === true).map((rule) => rule.port);
      const chosen = settings.mode === "first" ? matching.slice(0, 1) : matching;
      const ports = chosen.length > 0 ? chosen : ["default"];
      const connected = ports.filter((port) => context.connected(port));
      if (connected.length === 0) return [{ do: "end", as: "dropped", reason: "unroutable" }];
      return connected.map((port) => ({ do: "emit", port, event, times: 1 }));
    },
  };
}
