import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { ConsumerBehaviour } from "./behaviour.ts";

/** Pushes each event to its clients, one event after the other; it is delivered then (rule S3). */
export function webSocketGateway({ simulatedClients, pushMs }: SettingsOf<"webSocketGateway">): ConsumerBehaviour {
  const simulatedMs = simulatedClients * pushMs;
  const hold = simulatedMs > 0 ? [{ do: "hold" as const, ms: simulatedMs, burn: false }] : [];
  return {
    role: "consumer",
    replicas: 1,
    concurrency: 1,
    coldStartMs: 0,
    receive: () => [...hold, { do: "reach", expected: [] }, { do: "end", as: "delivered" }],
    afterLast: () => undefined,
  };
}
