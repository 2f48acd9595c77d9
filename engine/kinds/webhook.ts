import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { Plan } from "../core/plan.ts";
import { drawSite, uniform } from "../core/random.ts";
import type { BehaviourContext, ConsumerBehaviour } from "./behaviour.ts";

/** Posts each event to its address (rule S3); a forecast holds the slot for the expected time instead. */
export function webhook(settings: SettingsOf<"webhook">, context: BehaviourContext): ConsumerBehaviour {
  const { seed, id } = context;
  const timeSite = drawSite(seed, id, "service");
  const failureSite = drawSite(seed, id, "failure");
  const { expectedMs, expectedFailureRate, timeoutMs } = settings;
  return {
    role: "consumer",
    replicas: 1,
    concurrency: settings.concurrency,
    coldStartMs: 0,
    attempts: settings.attempts,
    receive(event, delivery) {
      const ms = expectedMs === 0 ? 0 : -Math.log(uniform(timeSite, event.high, event.low, delivery)) * expectedMs;
      const failed: Plan = [{ do: "fail", permanent: false, reason: ms > timeoutMs ? `no answer within ${timeoutMs} ms` : "failure" }];
      const fails = ms > timeoutMs || uniform(failureSite, event.high, event.low, delivery) < expectedFailureRate;
      const hold: Plan = [{ do: "hold", ms: Math.min(ms, timeoutMs), burn: false }];
      return [{ do: "reach", expected: [...hold, ...(fails ? failed : [{ do: "end" as const, as: "delivered" as const }])] }];
    },
    afterLast: (event) => (context.connected("failed") ? [{ do: "emit", port: "failed", event, times: 1 }] : undefined),
  };
}
