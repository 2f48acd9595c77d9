import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { PolicyBehaviour } from "./behaviour.ts";

/** Sets the replicas of the consumer that it is attached to (rule O1); what it decides when is in `engine/core/autoscaler.ts`. */
export function autoscaler(rules: SettingsOf<"autoscaler">): PolicyBehaviour {
  return { role: "policy", rules };
}
