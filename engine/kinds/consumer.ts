import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { POISON, readId, viewOf, type FlowEvent } from "../core/event.ts";
import type { Plan, Step } from "../core/plan.ts";
import { drawSite, uniform } from "../core/random.ts";
import { samplerOf } from "../core/sampler.ts";
import { handling } from "./handling.ts";
import type { BehaviourContext, ConsumerBehaviour } from "./behaviour.ts";

/**
 * Processes an event: holds its slot for the service time, then fails, crashes, or calls what it calls and emits (rules C1 to C6). What it
 * draws depends on the event and on how often it was delivered, so a re-delivered event is not doomed to repeat a crash.
 */
export function consumer(settings: SettingsOf<"consumer">, context: BehaviourContext): ConsumerBehaviour {
  const { seed, id } = context;
  const serviceSite = drawSite(seed, id, "service");
  const shapeSite = drawSite(seed, id, "service-shape");
  const failureSite = drawSite(seed, id, "failure");
  const healthSite = drawSite(seed, id, "health");
  const crashSite = drawSite(seed, id, "crash");
  const sample = samplerOf(settings.serviceTime);
  const needsTwo = settings.serviceTime.distribution === "lognormal";
  const { failureRate, permanentFailureRate, crashRate, timeoutMs, emits, cpu } = settings;
  const success: Step = emits === 0 ? { do: "end", as: "consumed" } : { do: "emit", port: "out", times: emits };
  const handler = settings.handler === undefined ? undefined : handling(settings.handler, seed, id);
  const sameness = settings.idempotencyKey === undefined ? undefined : compileExpression(settings.idempotencyKey);
  const calls = context.connected("call");
  const late = `timed out after ${timeoutMs} ms`;
  const mayFail = failureRate + permanentFailureRate > 0;

  /** The attempt's end: crash, failure or success, after `ms` of service. */
  function finish(event: FlowEvent, delivery: number, ms: number): Plan {
    if (crashRate > 0) {
      const draw = uniform(crashSite, event.high, event.low, delivery);
      // The rest of the draw, rescaled, says when in the service it happens.
      if (draw < crashRate) return [{ do: "hold", ms: (ms * draw) / crashRate, burn: cpu }, { do: "crash" }];
    }
    if (event.headers?.[POISON] === true) return [{ do: "hold", ms, burn: cpu }, { do: "fail", permanent: false, reason: "poison event" }];
    if (mayFail) {
      const draw = uniform(failureSite, event.high, event.low, delivery);
      if (draw < permanentFailureRate) return [{ do: "hold", ms, burn: cpu }, { do: "fail", permanent: true, reason: "permanent failure" }];
      if (draw < permanentFailureRate + failureRate) return [{ do: "hold", ms, burn: cpu }, { do: "fail", permanent: false, reason: "failure" }];
    }
    const work: Step = { do: "hold", ms, burn: cpu };
    if (!handler && !calls) return [work, success];
    const rest = handler ? handler(event, delivery) : [success];
    if (!calls) return [work, ...rest];
    const call: Step = timeoutMs === undefined ? { do: "call", port: "call" } : { do: "call", port: "call", withinMs: timeoutMs - ms, late };
    return [work, call, ...rest];
  }

  /** What makes two events the same (rule C4); none where it cannot be told. */
  function keyOf(event: FlowEvent): string | undefined {
    if (!sameness) return readId(event);
    const value = sameness(viewOf(event));
    return isExpressionFailure(value) ? undefined : JSON.stringify(value);
  }

  return {
    role: "consumer",
    replicas: settings.replicas,
    concurrency: settings.concurrency,
    coldStartMs: settings.coldStartMs,
    receive(event, delivery) {
      const first = uniform(serviceSite, event.high, event.low, delivery);
      const ms = sample(first, needsTwo ? uniform(shapeSite, event.high, event.low, delivery) : 0);
      if (timeoutMs !== undefined && ms > timeoutMs)
        return [{ do: "hold", ms: timeoutMs, burn: cpu }, { do: "fail", permanent: false, reason: late }];
      return finish(event, delivery, ms);
    },
    ...(settings.idempotent ? { idempotencyKey: keyOf } : undefined),
    isHealthy: (n) => uniform(healthSite, n, 0, 0) >= failureRate + permanentFailureRate,
    afterLast: (event) => (context.connected("failed") ? [{ do: "emit", port: "failed", event, times: 1 }] : undefined),
  };
}
