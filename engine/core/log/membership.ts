import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { kinds } from "../../../design/kinds/registry.ts";
import type { Place } from "../wiring.ts";

/** How a place reads topics (rules T3 to T5); times in ms of design time. */
export type Membership = Pick<SettingsOf<"consumer">, "assignor" | "commit" | "offsetReset" | "sessionTimeoutMs">;

const DEFAULT: Membership = kinds.consumer.settings.parse({});

/** A consumer reads as its settings say; a webhook, a gateway or a database, as a consumer does that says nothing. */
export function membershipOf({ node }: Place): Membership {
  return node?.kind === "consumer" ? node.settings : DEFAULT;
}
