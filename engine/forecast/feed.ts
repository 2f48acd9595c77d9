import type { DeathReason } from "../core/deaths.ts";
import type { Effects } from "../core/dispatch.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { Place } from "../core/wiring.ts";
import type { AfterFailure } from "../kinds/behaviour.ts";
import type { PlaceRecorder } from "../metrics/recorder.ts";
import type { Job } from "./job.ts";
import type { ServedBefore } from "./served-before.ts";

/** What a consumer takes its events from: a channel, or a partition of a topic. */
export interface Feed {
  readonly place: Place;
  /** Where its numbers are kept. */
  readonly recorded: PlaceRecorder;
  /** What a failed attempt, counted already, leads to (rules Q3, T3). */
  afterFailure(job: Job, permanent: boolean): AfterFailure;
  /** What happens to an event that will not be tried again. */
  exhausted(event: FlowEvent, reason: DeathReason, atMs: number): Plan;
  /** The attempt is over, and so is the event; false when it is counted elsewhere, because it was delivered again meanwhile. */
  left(job: Job, settled: Effects): boolean;
  /** Of a topic: the event in service was served before, by a replica that died, and is not counted yet. */
  readonly servedBefore?: ServedBefore | undefined;
  /** Of a topic: a full channel keeps back what the event in service became. */
  heldBack?(): ServedBefore;
  /** Puts a failed event back, after its backoff. */
  retry(job: Job, afterMs: number): void;
  /** The event's replica is gone, or its lock ran out: it could be renewed until `untilMs`. */
  abandon(job: Job, untilMs?: number): void;
  /** When the lock of an event runs out that could be renewed until then. A partition of a topic has none. */
  lockEndsMs?(job: Job, untilMs: number): number;
}
