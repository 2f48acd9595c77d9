import type { RunClock } from "../core/run-clock.ts";
import { designAt } from "../core/run-clock.ts";
import { sourceBehaviour, type Place } from "../core/wiring.ts";
import type { RedisClient } from "../redis/connection.ts";
import { ScheduleTrigger } from "../redis/schedule-trigger.ts";
import { GatedClock } from "./gated-clock.ts";

/** BullMQ keeps whole milliseconds: a job may be that much before its event. */
const ROUNDING_MS = 2;

/** Lets a schedule's events go when BullMQ's Job Scheduler says so (rule P6); pauses and speed move what is to come (V1, V2). */
export class LiveSchedule {
  readonly gate: GatedClock;
  private readonly trigger: ScheduleTrigger;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    place: Place,
    private readonly clock: RunClock,
    runId: string,
    commands: RedisClient,
    private readonly onError: (error: Error) => void,
  ) {
    this.gate = new GatedClock(clock);
    const designOf = (wallMs: number): number => designAt({ ...clock.current, paused: false }, wallMs);
    this.trigger = new ScheduleTrigger({
      runId,
      node: place.id,
      commands,
      nextAfter: (wallMs) => {
        const { wallMs: fromWallMs, designMs, speed } = clock.current;
        const nextMs = sourceBehaviour(place).next(0, Math.max(0, designOf(wallMs)));
        return nextMs === Number.POSITIVE_INFINITY ? undefined : Math.ceil(fromWallMs + (nextMs - designMs) / speed);
      },
      onDue: (wallMs) => this.gate.letGo(designOf(wallMs) + ROUNDING_MS * clock.current.speed),
      onError,
    });
  }

  /** The clock was paused, resumed, or runs at another speed. */
  clockChanged(): void {
    // What fell due before this process was there, or while nobody heard of it, is late already.
    this.gate.letGo(this.clock.now());
    const { paused } = this.clock.current;
    this.turn = this.turn.then(() => (paused ? this.trigger.unset() : this.trigger.set())).catch((error: Error) => this.onError(error));
  }

  close(): Promise<void> {
    return this.trigger.close();
  }
}
