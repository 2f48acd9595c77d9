import { partOf, viewOf, type FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import { drawSite, hashWords } from "../core/random.ts";
import { handlerOf } from "../sandbox/sandbox.ts";

/** Most events that a handler may emit for one. */
const MOST_OUTPUTS = 10_000;

/**
 * What a handler in the sandbox makes of an event (rules C3, C6): what it returns is emitted, what it throws fails the attempt. Its
 * time is when the root was meant to be emitted, its chance the event's own draw, so that live and forecast agree.
 */
export function handling(code: string, seed: number, id: string): (event: FlowEvent, delivery: number) => Plan {
  const site = drawSite(seed, id, "handler");
  const handle = handlerOf(code);
  return (event, delivery) => {
    const [high, low] = [hashWords(site, event.high, event.low, delivery, 1), hashWords(event.low, site, event.high, delivery, 2)];
    const handled = handle({ event: { ...viewOf(event), attempt: delivery }, timeMs: Math.round(event.bornMs), high, low });
    if (handled.type === "failed") return [{ do: "fail", permanent: handled.permanent, reason: handled.message }];
    const { outputs } = handled;
    if (outputs.length > MOST_OUTPUTS) return [{ do: "fail", permanent: true, reason: `the handler emitted more than ${MOST_OUTPUTS} events` }];
    const [only] = outputs;
    if (only === undefined) return [{ do: "end", as: "consumed" }];
    if (outputs.length === 1) return [{ do: "emit", port: "out", event: { ...event, data: only }, times: 1 }];
    return outputs.map((data, index) => ({ do: "emit", port: "out", event: partOf(event, index, data), times: 1 }));
  };
}
