import type { SpanSample } from "../contract/sample.ts";
import type { DeathReason } from "../core/deaths.ts";
import { sampledIds } from "../core/dispatch.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import { channelBehaviour, type Place } from "../core/wiring.ts";
import type { Attempt } from "./consumer-context.ts";

/** The sample of an attempt that has ended, at a design time. */
export function spanOf(place: Place, { event, startMs, delivery }: Attempt, outcome: SpanSample["outcome"], endMs: number, reason: string | undefined): SpanSample {
  return {
    type: "span",
    node: place.id,
    ...sampledIds(event),
    startMs,
    waitMs: Math.max(0, startMs - delivery.availableMs),
    serviceMs: endMs - startMs,
    attempt: delivery.delivery,
    outcome,
    reason,
  };
}

/** What a channel or topic makes of an event that will not be tried again. */
export function exhaustedOf(channel: Place, event: FlowEvent, reason: DeathReason, atMs: number): Plan {
  return channel.behaviour.role === "log" ? channel.behaviour.exhausted() : channelBehaviour(channel).exhausted(event, reason, atMs);
}
