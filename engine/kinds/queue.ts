import { isOn } from "../../design/chaos/windows.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import { DEAD_LETTER_PORT, deadLettered } from "../core/deaths.ts";
import { identityText } from "../core/identity.ts";
import type { Plan } from "../core/plan.ts";
import { drawSite, uniform } from "../core/random.ts";
import type { Admission, BehaviourContext, ChannelBehaviour } from "./behaviour.ts";

/** Decides for a work queue (rules Q2 to Q4, Q7, Q9, X4). BullMQ and the forecast's channel keep the events and ask here. */
export function queue(settings: QueueSettings, context: BehaviourContext): ChannelBehaviour {
  const backoffSite = drawSite(context.seed, context.id, "backoff");
  const { backoff } = settings;
  return {
    role: "channel",
    settings,
    ...reordering(context),
    priorityOf: (event) => (settings.priorities ? event.priority : 0),
    admit(ready): Admission {
      if (settings.maxLength === undefined || ready < settings.maxLength) return "accept";
      switch (settings.overflow) {
        case "block":
          return "block";
        case "drop-head":
          return "drop-head";
        case "reject-publish":
          return "reject";
        case "reject-publish-dlx":
          return "dead-letter";
      }
    },
    afterFailure(event, permanent, attempts, delivery) {
      if (permanent || attempts >= settings.attempts) return "exhausted";
      const delayMs = backoff.type === "fixed" ? backoff.delayMs : backoff.delayMs * 2 ** (attempts - 1);
      if (backoff.jitter === 0) return { retryAfterMs: delayMs };
      const draw = uniform(backoffSite, event.high, event.low, delivery);
      return { retryAfterMs: delayMs * (1 - backoff.jitter * draw) };
    },
    exhausted(event, reason, atMs): Plan {
      if (context.connected(DEAD_LETTER_PORT))
        return [{ do: "emit", port: DEAD_LETTER_PORT, event: deadLettered(event, context.id, reason, atMs, settings.deadLetterRoutingKey), times: 1 }];
      if (reason === "expired") return [{ do: "end", as: "dropped", reason: "expired" }];
      if (reason === "maxlen") return [{ do: "end", as: "dropped", reason: "overflow" }];
      return [{ do: "end", as: "failed" }];
    },
    deduplicationOf(event) {
      if (settings.deduplicate === undefined) return undefined;
      return settings.deduplicate.by === "key" ? event.key : identityText(event.rootHigh, event.rootLow);
    },
  };
}

/** A queue whose events are put out of order for a while (rule O4). */
function reordering({ seed, id, experiments }: BehaviourContext): Pick<ChannelBehaviour, "laterMs"> {
  const windows = experiments.filter((window) => window.type === "reorder");
  if (windows.length === 0) return {};
  const site = drawSite(seed, id, "reorder");
  return {
    laterMs(event) {
      const window = windows.find((each) => isOn(each, event.emittedMs));
      if (!window) return 0;
      const { share, delayMs } = window.parameters;
      const draw = uniform(site, event.high, event.low, 0);
      // The rest of the draw, rescaled, says how much later.
      return draw < share ? (draw / share) * delayMs : 0;
    },
  };
}
