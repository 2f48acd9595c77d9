import type { Recorder } from "../metrics/recorder.ts";
import { isSampled, sampledIds, type Dispatcher, type Effects, type Sampling } from "./dispatch.ts";
import { noEffects } from "./effects.ts";
import { CATCH_UP_MS } from "./slots.ts";
import type { LetGo } from "./stage-driver.ts";
import type { Place } from "./wiring.ts";

/**
 * Carries out what a stage lets go, at the time it was meant for, so that late timers do not add up; what is later than a timer shows. Records how long the event was held as its wait, and what was
 * emitted as what went out: a window of ten counts once.
 */
export function carryOut<Item>(dispatcher: Dispatcher, recorder: Recorder, sampling: Sampling, place: Place, { event, release }: LetGo<Item>, nowMs: number): Effects {
  const { plan, stays } = release;
  const atMs = Math.max(release.atMs, nowMs - CATCH_UP_MS);
  const effects = noEffects();
  const own = recorder.place(place.index);
  for (const step of plan) {
    if (step.do === "emit") {
      own.out += step.times;
      dispatcher.emit(place, step.port, step.event ?? event, step.times, atMs, false, effects, step.edges, event);
    } else if (step.do === "end") effects.ends.push({ as: step.as, reason: step.reason, place });
    else throw new Error(`A stage cannot ${step.do}.`);
  }
  if (stays) return effects;
  const waitMs = Math.max(0, atMs - event.emittedMs);
  own.wait.record(waitMs);
  if (!isSampled(sampling, event)) return effects;
  const end = plan.find((step) => step.do === "end");
  recorder.sample({
    type: "span",
    node: place.id,
    ...sampledIds(event),
    startMs: atMs,
    waitMs,
    serviceMs: 0,
    attempt: 1,
    outcome: end?.do === "end" ? end.as : "done",
    reason: end?.do === "end" ? end.reason : undefined,
  });
  return effects;
}
