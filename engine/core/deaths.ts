import type { Json } from "../../design/document/schema.ts";
import type { Plan } from "./plan.ts";
import type { FlowEvent, Headers, Route } from "./event.ts";

/** The port by which a queue's dead letters leave it. */
export const DEAD_LETTER_PORT = "deadLetter";

/** Whether a plan sends its event to a dead letter. */
export function isDeadLettered(plan: Plan): boolean {
  return plan.some((step) => step.do === "emit" && step.port === DEAD_LETTER_PORT);
}

/** Why a queue gave an event up (rule X4), in RabbitMQ's words. */
export type DeathReason = "rejected" | "expired" | "maxlen" | "delivery_limit";

/** One entry of the `x-death` header: what happened to the event in one queue for one reason. */
interface Death {
  readonly count: number;
  readonly reason: DeathReason;
  readonly queue: string;
  readonly time: number;
  readonly exchange: string;
  readonly "routing-keys": readonly string[];
}

/**
 * The event as a queue dead-letters it: its `x-death` header tells of it, as RabbitMQ 3.x writes it (`rabbit_dead_letter`). There is one
 * entry for each queue and reason, with a count; the newest comes first; `x-first-death-*` stay what they were at first; `time` is in seconds of design time. It keeps
 * its routing key, or takes the queue's own for dead letters.
 */
export function deadLettered(event: FlowEvent, queue: string, reason: DeathReason, atMs: number, routingKey: string | undefined): FlowEvent {
  const from = event.route ?? { exchange: "", key: queue };
  const earlier = deathsOf(event.headers);
  // RabbitMQ 3.x groups what is there before it adds to it, which turns two and more entries round each time.
  const before = earlier.toReversed();
  const same = before.find((death) => death.queue === queue && death.reason === reason);
  const death: Death = same
    ? { ...same, count: same.count + 1 }
    : { count: 1, reason, queue, time: Math.floor(atMs / 1000), exchange: from.exchange, "routing-keys": [from.key] };
  const first = before.length > 0 ? undefined : { "x-first-death-reason": reason, "x-first-death-queue": queue, "x-first-death-exchange": from.exchange };
  const deaths = [death, ...before.filter((each) => each !== same)];
  const headers: Headers = { ...event.headers, ...first, "x-death": deaths as unknown as Json };
  const route: Route = { exchange: "", key: routingKey ?? from.key, kept: true };
  return { ...event, headers, route };
}

/**
 * Tells whether a dead-lettered event comes back into a queue without a rejection on its way, as the entries before the queue's tell: RabbitMQ
 * drops it, because it would go round for ever (rule X4).
 */
export function isDeathCycle(event: FlowEvent, queue: string): boolean {
  const deaths = deathsOf(event.headers);
  const last = deaths.findIndex((death) => death.queue === queue);
  return last >= 0 && deaths.slice(0, last + 1).every((death) => death.reason !== "rejected") && deaths[0]?.reason !== "rejected";
}

/** What the `x-death` header tells; nothing where somebody else wrote something there. */
function deathsOf(headers: Headers | undefined): readonly Death[] {
  const deaths = headers?.["x-death"];
  return Array.isArray(deaths) ? (deaths.filter((death) => typeof death === "object" && death !== null && !Array.isArray(death)) as unknown as Death[]) : [];
}
